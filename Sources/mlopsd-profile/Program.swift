import FoundationEssentials
import Glibc
import MLOpsData
import MLOpsLinux

/// Reads files that may be hostile into statistics, in a process of its own: what they do to it they do to nobody else.
///
/// A job comes on standard input, answers go line by line to standard output. Exit status 0: every file was answered for.
@main
struct Program {
    static func main() {
        do throws(LinuxError) {
            try ProcessConfinement.apply(memory: ProfilingLimits.memory, seconds: ProfilingLimits.processorSeconds)
        } catch {
            fail("cannot confine itself: \(error)")
        }
        do {
            let job = try JSONDecoder().decode(ProfilingJob.self, from: readInput())
            try ProfilingWork(job, answer: write, write: write).run()
        } catch {
            fail("\(error)")
        }
    }

    private static func readInput() -> Data {
        var input = Data()
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(STDIN_FILENO, &piece, piece.count), count > 0 {
            input.append(contentsOf: piece[..<count])
        }
        return input
    }

    private static func write(_ answer: ProfilingAnswer) {
        var line: Data
        do { line = try JSONEncoder().encode(answer) } catch { fail("cannot write an answer: \(error)") }
        line.append(UInt8(ascii: "\n"))
        line.withUnsafeBytes(write)
    }

    private static func write(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count > 0 else { exit(1) }  // Nobody listens any more.
            rest = rest.dropFirst(count)
        }
    }

    private static func fail(_ reason: String) -> Never {
        let line = Array("mlopsd-profile: \(reason)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
}
