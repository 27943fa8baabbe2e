package import MLOpsControl
package import MLOpsCore
import Synchronization

/// The last notices, kept in memory, and a way to follow them.
///
/// A reader that is too slow misses none of those that are still kept: it asks again from its cursor.
package final class EventFeed: Sendable {
    /// Enough for a client that was away for a moment; the record has the rest.
    static let kept = 4096

    private struct State {
        var lines: [EventLine] = []
        var next: Int64 = 1
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    /// Distinguishes cursors of this start of the daemon from those of another.
    private let epoch: String

    package init(epoch: String) { self.epoch = epoch }

    /// Those who have read all there is.
    var waitingReaders: Int { state.withLock(\.waiting.count) }

    package func add(_ notice: Notice, at now: Moment) {
        let waiting = state.withLock { state in
            state.lines.append(EventLine(notice, cursor: "\(epoch):\(state.next)", at: now))
            state.next += 1
            if state.lines.count > Self.kept { state.lines.removeFirst(state.lines.count - Self.kept / 2) }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// The kept lines after the cursor; nil: only those that are yet to come.
    package func lines(after cursor: String?) -> AsyncStream<EventLine> {
        let start = cursor.map(number) ?? state.withLock { $0.next - 1 }
        return AsyncStream(unfolding: FeedReader(feed: self, position: start).next)
    }

    private func number(of cursor: String) -> Int64 {
        let parts = cursor.split(separator: ":")
        guard parts.count == 2, parts[0] == epoch else { return 0 }
        return Int64(parts[1]) ?? 0
    }

    fileprivate func line(after position: Int64) -> (line: EventLine, position: Int64)? {
        state.withLock { state in
            let oldest = state.next - Int64(state.lines.count)
            let wanted = max(position + 1, oldest)
            guard wanted < state.next else { return nil }
            return (state.lines[Int(wanted - oldest)], wanted)
        }
    }

    fileprivate func waitForMore(than position: Int64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.next - 1 > position || Task.isCancelled { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }
}

/// Where one reader of the feed is.
private actor FeedReader {
    private let feed: EventFeed
    private var position: Int64

    init(feed: EventFeed, position: Int64) {
        self.feed = feed
        self.position = position
    }

    func next() async -> EventLine? {
        while !Task.isCancelled {
            if let (line, position) = feed.line(after: position) {
                self.position = position
                return line
            }
            await feed.waitForMore(than: position)
        }
        return nil
    }
}
