import MLOpsCore
import Synchronization
import Testing

@testable import MLOpsDaemon

/// Every event that a dispatcher answered with, in order; tests wait for the one they need.
final class EventLog: Sendable {
    private let events = Mutex<[Event]>([])

    var all: [Event] { events.withLock { $0 } }

    func send(_ event: Event) { events.withLock { $0.append(event) } }

    /// Waits for the first event, of all so far, that `pick` takes.
    func first<Value: Sendable>(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ pick: (Event) -> Value?
    ) async throws -> Value {
        try await eventually("no event: \(what); have \(all)", sourceLocation: sourceLocation) {
            all.contains { pick($0) != nil }
        }
        return try #require(all.lazy.compactMap(pick).first, sourceLocation: sourceLocation)
    }

    /// Takes the oldest event, if there is one.
    func take() -> Event? { events.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

extension EventLog {
    func end(
        of attempt: AttemptID, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> AttemptEnd {
        try await first("end of \(attempt)", sourceLocation: sourceLocation) { event in
            if case .attemptEnded(attempt, let end) = event { end } else { nil }
        }
    }

    func started(_ attempt: AttemptID) async throws {
        _ = try await first("start of \(attempt)") { $0 == .attemptStarted(attempt) ? true : nil }
    }

    func frozen(_ run: RunID, sourceLocation: SourceLocation = #_sourceLocation) async throws -> ManifestSummary {
        try await first("manifest of \(run)", sourceLocation: sourceLocation) { event in
            if case .manifestFrozen(run, let summary) = event { summary } else { nil }
        }
    }
}
