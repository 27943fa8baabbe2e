/// When a wish to run becomes a run (SEMANTICS 8 to 10).
package struct PolicyDefinition: Hashable, Sendable {
    package enum Overlap: Hashable, Sendable {
        /// A wish that comes while a run is active is refused.
        case skip
        /// It waits, and takes up all that comes after it.
        case queueOne
        /// Up to this many wait, each with its own evidence.
        case queue(Int)
        /// It cancels the active run.
        case cancelRunning
        /// Up to this many run at once.
        case allow(Int)
    }

    /// Counted from the end of the last successful run.
    package var cooldown: Duration
    /// Evidence that comes during a cooldown is kept for its end, or dropped and recorded as suppressed.
    package var dropsDuringCooldown: Bool
    /// Counted from the start of the last run.
    package var minStartInterval: Duration
    /// In any 24 hours.
    package var maxRunsPerDay: Int
    package var overlap: Overlap
    /// nil: by what asked for the run.
    package var priority: Int?
    /// This many failed runs in a row open the breaker; 0: never.
    package var breakerFailures: Int
    package var queueTimeout: Duration?
    package var runTimeout: Duration
    /// What a training is worth, in units of the loss of the metric that asks for it; nil: it is not weighed.
    package var retrainCost: Double?
    package var retention = RetentionPolicy()

    package init(
        cooldown: Duration = .seconds(30 * 60), dropsDuringCooldown: Bool = false, minStartInterval: Duration = .zero,
        maxRunsPerDay: Int = 8, overlap: Overlap = .queueOne, priority: Int? = nil, breakerFailures: Int = 3,
        queueTimeout: Duration? = nil, runTimeout: Duration = .seconds(12 * 3600),
        retrainCost: Double? = nil
    ) {
        self.cooldown = cooldown
        self.dropsDuringCooldown = dropsDuringCooldown
        self.minStartInterval = minStartInterval
        self.maxRunsPerDay = maxRunsPerDay
        self.overlap = overlap
        self.priority = priority
        self.breakerFailures = breakerFailures
        self.queueTimeout = queueTimeout
        self.runTimeout = runTimeout
        self.retrainCost = retrainCost
    }
}
