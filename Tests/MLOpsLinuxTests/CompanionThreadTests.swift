import CMLOpsLinux
import Glibc
import MLOpsLinux
import Synchronization
import Testing

@Suite struct `A companion thread` {
    private final class Log: Sendable {
        let entries = Mutex<[Int]>([])
        let processors = Mutex<[Int32]>([])
        let threads = Mutex<Set<Int32>>([])
    }

    @Test func `does what it is asked, in order, on one thread that is not the caller's`() async throws {
        let (log, companion) = (Log(), try CompanionThread("test-companion"))
        for number in 0..<100 {
            companion.perform {
                log.threads.withLock { _ = $0.insert(mlops_thread_id()) }
                log.entries.withLock { $0.append(number) }
            }
        }
        try await eventually("all is done") { log.entries.withLock(\.count) == 100 }
        #expect(log.entries.withLock(\.self) == Array(0..<100))
        #expect(log.threads.withLock(\.self).count == 1)
    }

    @Test func `does what it was asked when it is not wanted any more`() async throws {
        let log = Log()
        var companion: CompanionThread? = try CompanionThread("test-companion")
        companion?.perform { log.entries.withLock { $0.append(1) } }
        companion = nil
        try await eventually("it is done") { log.entries.withLock(\.count) == 1 }
    }

    private static var mayUseSeveral: Bool {
        let status = (try? DurableFile.read("/proc/self/status", maximumBytes: 1 << 16)) ?? []
        let allowed = String(decoding: status, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("Cpus_allowed_list:") }
        return allowed?.contains { $0 == "-" || $0 == "," } ?? false
    }

    /// How often this thread had to leave its processor to somebody else: it may have been on another one since.
    private static var pauses: Int {
        let status = (try? DurableFile.read("/proc/thread-self/status", maximumBytes: 1 << 16)) ?? []
        return String(decoding: status, as: UTF8.self).split(separator: "\n")
            .filter { $0.contains("_ctxt_switches:") }
            .compactMap { Int($0.drop { !$0.isNumber }) }.reduce(0, +)
    }

    @Test(.enabled(if: mayUseSeveral))
    func `runs on another processor than its caller while that goes on`() throws {
        let (log, companion) = (Log(), try CompanionThread("test-companion"))
        for round in 1...50 {
            // Its caller stays where it is meanwhile, or the comparison means nothing.
            let pauses = Self.pauses
            let own = mlops_processor()
            companion.perform { log.processors.withLock { $0.append(mlops_processor()) } }
            while log.processors.withLock(\.count) < round {}
            guard mlops_processor() == own, Self.pauses == pauses else { continue }
            // The first may begin before the thread has told its number.
            if round > 1 { #expect(log.processors.withLock { $0[round - 1] } != own) }
        }
    }
}
