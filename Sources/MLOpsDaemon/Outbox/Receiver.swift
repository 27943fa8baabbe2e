import MLOpsCore
import MLOpsStore

/// Who is told of events.
protocol Receiver: Sendable {
    /// Tells of one event, on a thread that may block, within the receiver's time.
    func take(_ event: OutgoingEvent) -> Delivery
}

/// What became of telling.
enum Delivery: Hashable, Sendable {
    case made
    /// It may work later.
    case failed(String)
    /// The same will never be taken.
    case refused(String)
}
