import CMLOpsData
import Glibc

/// One of the processors that the process may use.
struct Processor: Sendable {
    private let number: Int

    /// Where the calling thread runs.
    static var current: Processor { Processor(number: Int(sched_getcpu())) }

    /// Moves the calling thread to another processor, if it may use one; later it may come back.
    ///
    /// Linux begins a thread where its creator runs, and it can take a tenth of a second, in which the two share one
    /// processor, until another is found idle. Where the system forbids the move nothing else is lost.
    func leave() {
        let size = MemoryLayout<cpu_set_t>.size
        var allowed = cpu_set_t()
        guard number >= 0, number < 8 * size, sched_getaffinity(0, size, &allowed) == 0 else { return }
        var others = allowed
        let isAlone = withUnsafeMutableBytes(of: &others) { bytes in
            bytes[number / 8] &= ~(1 << UInt8(truncatingIfNeeded: number % 8))
            return bytes.allSatisfy { $0 == 0 }
        }
        guard !isAlone, sched_setaffinity(0, size, &others) == 0 else { return }
        _ = sched_setaffinity(0, size, &allowed)
    }
}
