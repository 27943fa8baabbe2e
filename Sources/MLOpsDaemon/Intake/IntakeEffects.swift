package import Logging
package import MLOpsCore

/// What intake does to the world besides looking at it, and how it reads the time.
package struct IntakeEffects: Sendable {
    package var now: @Sendable () -> Moment
    package var send: @Sendable (Event) -> Void
    package var log: Logger

    package init(
        now: @escaping @Sendable () -> Moment, send: @escaping @Sendable (Event) -> Void, log: Logger
    ) {
        self.now = now
        self.send = send
        self.log = log
    }
}
