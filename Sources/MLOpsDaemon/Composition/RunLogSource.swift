import MLOpsCore
import MLOpsStore

/// The output of a run's attempts as one stream of lines, in the order of the attempts.
struct RunLogSource: Sendable {
    private let logs: RunLogs
    private let store: SQLiteMetadataStore

    init(state: String, store: SQLiteMetadataStore) {
        logs = RunLogs(state: state)
        self.store = store
    }

    @Sendable func lines(_ query: LogQuery) -> AsyncThrowingStream<LogText, any Error> {
        let reader = RunLogFollower(logs: logs, store: store, query: query)
        return AsyncThrowingStream { try await reader.next() }
    }
}

/// The place in a run's logs up to which one client has read.
private actor RunLogFollower {
    private let logs: RunLogs
    private let store: SQLiteMetadataStore
    private let query: LogQuery
    private var done: [AttemptID] = []
    private var current: (attempt: AttemptID, lines: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator)?

    init(logs: RunLogs, store: SQLiteMetadataStore, query: LogQuery) {
        self.logs = logs
        self.store = store
        self.query = query
    }

    func next() async throws -> LogText? {
        while !Task.isCancelled {
            if let (attempt, started) = current {
                var lines = started
                if let line = try await lines.next(isolation: self) {
                    current = (attempt, lines)
                    return LogText(
                        step: attempt.step, attempt: attempt.number, text: String(decoding: line, as: UTF8.self))
                }
                done.append(attempt)
                current = nil
            }
            guard try await begin() else { return nil }
        }
        return nil
    }

    /// Opens the next attempt's log, waiting for it when that is wanted; false: there is none.
    private func begin() async throws -> Bool {
        while !Task.isCancelled {
            let attempts = try store.attempts(of: query.run.id).map(\.id)
                .filter { query.step == nil || $0.step == query.step }
                .filter { query.attempt == nil || $0.number == query.attempt }
            if let attempt = attempts.first(where: { !done.contains($0) }) {
                current = (attempt, lines(of: attempt).makeAsyncIterator())
                return true
            }
            guard query.follow, try store.run(query.run.id)?.isActive == true else { return false }
            try await Task.sleep(for: RunLogs.pollInterval)
        }
        return false
    }

    private func lines(of attempt: AttemptID) -> AsyncThrowingStream<[UInt8], any Error> {
        let (store, follow) = (store, query.follow)
        return logs.follow(attempt, last: query.tail) {
            // A record that can not be read at the moment says nothing of an end.
            follow && (try? store.attempt(attempt))??.end == nil
        }
    }
}
