import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// How far receivers are with what happened.
extension APIHandlers {
    /// A receiver that is only slow is given this time.
    private static let outboxPatience = Duration.seconds(60)
    /// Nobody is told for ever of what a receiver refused once.
    private static let refusalsTold = Duration.seconds(86_400)

    func outbox() throws -> [ReceiverSummary] {
        try services.store.outbox().map {
            ReceiverSummary(
                receiver: $0.receiver, pending: $0.pending, refused: $0.refused,
                oldestAt: $0.oldest.map { Timestamp($0) }, failure: $0.failure)
        }
    }

    func outboxChecks() throws -> [DoctorCheck] {
        try services.store.outbox().compactMap { state in
            guard let failure = state.failure else { return nil }
            return DoctorCheck(
                name: "outbox", status: .warning,
                detail: """
                    \(state.receiver): events that wait: \(state.pending), that were refused: \(state.refused); \(failure)
                    """,
                fix: "mlopsctl outbox")
        }
    }

    /// Of receivers that refuse what happens, or do not take it, so that it piles up.
    func outboxReasons(at now: Instant) throws -> [DegradedReason] {
        try services.store.outbox().compactMap { state in
            let isBehind = state.oldest.map { $0 < now - Self.outboxPatience } ?? false
            let hasRefused = state.lastRefused.map { $0 > now - Self.refusalsTold } ?? false
            guard let failure = state.failure, isBehind || hasRefused else { return nil }
            return DegradedReason(
                code: "outbox-behind",
                detail:
                    "receiver \"\(state.receiver)\" of the outbox: events that wait: \(state.pending), that were refused: "
                    + "\(state.refused); \(failure)", hint: "mlopsctl outbox")
        }
    }
}
