import MLOpsCore
import MLOpsStore
import Synchronization

/// Merges the record's log once nobody has written for a while, and tells when it is so large that somebody is in the
/// way.
///
/// SQLite merges by itself during a commit, but never empties the log, and not at all while another program reads.
final class RecordCare: Sendable {
    /// How often the log is looked at, and how long it must rest before it is merged.
    static let interval: Duration = .seconds(60)
    /// In bytes.
    ///
    /// SQLite merges from 4 MB on; only a single large transaction or a foreign one takes it this far.
    static let largeSize: Int64 = 64 << 20

    private struct State {
        var lookedAt: Moment?
        var seen: LogState?
        var isLarge = false
    }

    private let log: @Sendable () -> LogState
    private let merge: @Sendable () -> Void
    private let tell: @Sendable (Int64?) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - merge: Returns at once when somebody is in the way.
    ///   - tell: Called with the size in bytes when the log has become too large, with nil when it is not any more.
    init(
        log: @escaping @Sendable () -> LogState, merge: @escaping @Sendable () -> Void,
        tell: @escaping @Sendable (Int64?) -> Void
    ) {
        self.log = log
        self.merge = merge
        self.tell = tell
    }

    /// Called after every pass of the event loop, so that no commit has to wait for it that did not come meanwhile.
    func look(at now: Moment) {
        state.withLock { state in
            if let last = state.lookedAt, now.elapsed(since: last) < Self.interval { return }
            state.lookedAt = now
            var found = log()
            if found.size > 0, found == state.seen || found.size > Self.largeSize {
                merge()
                found = log()
            }
            state.seen = found
            let isLarge = found.size > Self.largeSize
            if isLarge != state.isLarge { tell(isLarge ? found.size : nil) }
            state.isLarge = isLarge
        }
    }
}
