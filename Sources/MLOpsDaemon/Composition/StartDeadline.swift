import Dispatch
import Glibc
import MLOpsLinux
import MLOpsSchedule
import Synchronization

/// Asks the service manager for more time to start, as long as the start gets on.
///
/// The integrity of a large record is checked for minutes, and a newer program changes its tables; what hangs meanwhile
/// is still given up after the time that was last asked for.
struct StartDeadline: Sendable {
    /// What this process has used of the machine so far.
    struct Usage: Hashable, Sendable {
        var processorMicroseconds: Int64
        /// Blocks that were read from or written to disks for it.
        var blocks: Int64

        static var ofThisProcess: Usage {
            var usage = rusage()
            getrusage(RUSAGE_SELF.rawValue, &usage)
            let seconds = Int64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            return Usage(
                processorMicroseconds: seconds * 1_000_000 + Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
                blocks: Int64(usage.ru_inblock + usage.ru_oublock))
        }

        /// More than a process that waits for something uses, too.
        func isProgress(since earlier: Usage) -> Bool {
            processorMicroseconds - earlier.processorMicroseconds >= 20_000 || blocks != earlier.blocks
        }
    }

    static let extent = Duration.seconds(60)

    var interval = Duration.seconds(10)
    var usage: @Sendable () -> Usage = { .ofThisProcess }
    var extend: @Sendable (Duration) -> Void = { ServiceNotifier().extendTimeout(by: $0) }

    /// Does the work on the calling thread.
    func during<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        extend(Self.extent)
        let last = Last(usage())
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "mlopsd.start"))
        let interval = DispatchTimeInterval.microseconds(Int(interval.microseconds))
        timer.schedule(deadline: .now() + interval, repeating: interval)
        timer.setEventHandler { look(since: last) }
        timer.resume()
        defer { timer.cancel() }
        return try work()
    }

    private func look(since last: Last) {
        let now = usage()
        let isProgress = last.usage.withLock { usage in
            defer { usage = now }
            return now.isProgress(since: usage)
        }
        if isProgress { extend(Self.extent) }
    }

    private final class Last: Sendable {
        let usage: Mutex<Usage>

        init(_ usage: Usage) { self.usage = Mutex(usage) }
    }
}
