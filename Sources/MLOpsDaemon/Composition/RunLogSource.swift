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
    private var current: (attempt: AttemptID, lines: AsyncThrowingStream<RunLogs.Line, any Error>.AsyncIterator)?

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
                        step: attempt.step, attempt: attempt.number, text: String(decoding: line.bytes, as: UTF8.self),
                        place: line.place)
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
            let attempts = rest(of: try store.attempts(of: query.run.id).map(\.id))
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

    /// Those that the cursor does not stand for; where it is of none of them, all.
    private func rest(of attempts: [AttemptID]) -> ArraySlice<AttemptID> {
        guard let after = query.after, let index = attempts.firstIndex(where: after.isOf) else { return attempts[...] }
        return attempts[index...]
    }

    private func beginning(of attempt: AttemptID) -> LogBeginning {
        if let after = query.after { return after.isOf(attempt) ? .place(after.place) : .start }
        return query.tail.map { .lastLines($0) } ?? .start
    }

    private func lines(of attempt: AttemptID) -> AsyncThrowingStream<RunLogs.Line, any Error> {
        let (store, follow) = (store, query.follow)
        return logs.follow(attempt, from: beginning(of: attempt)) {
            // A record that can not be read at the moment says nothing of an end.
            follow && (try? store.attempt(attempt))??.end == nil
        }
    }
}
