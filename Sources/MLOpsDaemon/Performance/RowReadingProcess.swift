import FoundationEssentials
import MLOpsData
import MLOpsLinux

/// Has rows read by `mlopsd-profile`: a hostile file may end that process, and nothing else.
struct RowReadingProcess: RowSource {
    /// The `mlopsd-profile` program.
    let program: String
    var timeout = Duration.seconds(600)

    private static let maximumOutputBytes = 1 << 28

    func rows(
        of path: [UInt8], in directory: String, format: String?, _ job: RowJob
    ) throws(ProfilingError) -> ReadRows {
        var whole = ProfilingJob(
            directory: directory, format: format,
            files: [.init(path: Data(path).base64EncodedString(), fingerprint: [])],
            now: BootClock.wallMicroseconds)
        whole.rows = job
        let outcome: CommandOutcome
        do {
            var request = SpawnRequest(arguments: [program], environment: [])
            request.standardInput = try MemoryFile.holding([UInt8](JSONEncoder().encode(whole)))
            outcome = try CommandRunner.runBlocking(
                request, timeout: timeout, maximumOutputBytes: Self.maximumOutputBytes)
        } catch {
            throw ProfilingError("\(error)")
        }
        guard outcome.isSuccess else { throw ProfilingError(outcome.readingFailure) }
        return try Self.parse(outcome.output, job)
    }

    private static func parse(_ output: [UInt8], _ job: RowJob) throws(ProfilingError) -> ReadRows {
        guard let end = output.firstIndex(of: UInt8(ascii: "\n")),
            let line = try? JSONDecoder().decode(ProfilingAnswer.self, from: Data(output[..<end])),  // told below
            case .rows(let answer) = line
        else { throw ProfilingError("reading it gave no answer") }
        let words = PackedRow.words(scores: job.columns.scores.count, segments: job.columns.segments.count)
        let (bytes, overflow) = answer.count.multipliedReportingOverflow(by: words * 8)
        guard !overflow, answer.count >= 0, output.count - end - 1 == bytes else {
            throw ProfilingError("reading it gave an answer of the wrong length")
        }
        let rows = [UInt64](unsafeUninitializedCapacity: answer.count * words) { rows, count in
            output.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rows).copyMemory(from: .init(rebasing: $0[(end + 1)...]))
            }
            count = answer.count * words
        }
        return ReadRows(answer: answer, words: rows)
    }
}
