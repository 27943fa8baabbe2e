import Dispatch
import MLOpsCore
import MLOpsStore
import Synchronization

/// Merges the record's log before a commit has to, and once nobody has written for a while, and tells when it is so large
/// that somebody is in the way.
///
/// SQLite merges by itself during a commit, which then takes several times as long, but never shortens the log, and does
/// neither while another program reads.
final class RecordCare: Sendable {
    /// How often the log is looked at, and how long it must rest before it is merged.
    static let interval: Duration = .seconds(60)
    /// In bytes.
    ///
    /// SQLite merges from 16 MB on; only a single large transaction or a foreign one takes it this far.
    static let largeSize: Int64 = 64 << 20
    /// Some ten runs.
    static let manyPages = 700

    private struct State {
        var lookedAt: Moment?
        var seen: LogState?
        var isLarge = false
        var isMerging = false
    }

    private let log: @Sendable () -> LogState
    private let pages: @Sendable () -> Int
    private let mergeBeside: @Sendable () -> Void
    private let merge: @Sendable () -> Void
    private let tell: @Sendable (Int64?) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "mlopsd.record.care", qos: .utility)

    /// - Parameters:
    ///   - pages: how many pages of the log are not merged.
    ///   - mergeBeside: merges them while commits go on.
    ///   - merge: Returns at once when somebody is in the way.
    ///   - tell: Called with the size in bytes when the log has become too large, with nil when it is not any more.
    init(
        log: @escaping @Sendable () -> LogState, pages: @escaping @Sendable () -> Int,
        mergeBeside: @escaping @Sendable () -> Void, merge: @escaping @Sendable () -> Void,
        tell: @escaping @Sendable (Int64?) -> Void
    ) {
        self.log = log
        self.pages = pages
        self.mergeBeside = mergeBeside
        self.merge = merge
        self.tell = tell
    }

    /// Called after every pass of the event loop, so that no commit has to wait for it that did not come meanwhile.
    func look(at now: Moment) {
        if pages() >= Self.manyPages { beginMerging() }
        state.withLock { state in
            if let last = state.lookedAt, now.elapsed(since: last) < Self.interval { return }
            state.lookedAt = now
            var found = log()
            let rests = found == state.seen && pages() > 0
            if rests || found.size > Self.largeSize {
                merge()
                found = log()
            }
            state.seen = found
            let isLarge = found.size > Self.largeSize
            if isLarge != state.isLarge { tell(isLarge ? found.size : nil) }
            state.isLarge = isLarge
        }
    }

    private func beginMerging() {
        let isFirst = state.withLock { state in
            defer { state.isMerging = true }
            return !state.isMerging
        }
        guard isFirst else { return }
        queue.async { [self] in
            mergeBeside()
            state.withLock { $0.isMerging = false }
        }
    }
}
