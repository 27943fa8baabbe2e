/// A run in one line.
package struct RunSummary: Codable, Sendable, Hashable {
    /// `r17`.
    package var id: String
    package var pipeline: String
    package var phase: RunPhaseValue
    /// nil until `phase` is `ended`.
    package var outcome: OutcomeValue?
    /// Why it failed, was refused or was cancelled; one sentence.
    package var detail: String?
    /// What it was started for, in one line.
    package var reason: String
    /// nil: on demand, or for several triggers.
    package var trigger: String?
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// Until now while it is active.
    package var durationSeconds: Double
    /// Those that succeeded, or were taken over from another run.
    package var stepsDone: Int
    package var stepsTotal: Int
    /// The steps that run now.
    package var currentSteps: [String]
    /// What it produced: `flights/3`.
    package var version: String?
    /// The command that tells more about its failure, ready to be typed.
    package var nextCommand: String?

    package init(
        id: String, pipeline: String, phase: RunPhaseValue, outcome: OutcomeValue? = nil, detail: String? = nil,
        reason: String, trigger: String? = nil, startedAt: Timestamp, endedAt: Timestamp? = nil,
        durationSeconds: Double, stepsDone: Int, stepsTotal: Int, currentSteps: [String] = [], version: String? = nil,
        nextCommand: String? = nil
    ) {
        self.id = id
        self.pipeline = pipeline
        self.phase = phase
        self.outcome = outcome
        self.detail = detail
        self.reason = reason
        self.trigger = trigger
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.durationSeconds = durationSeconds
        self.stepsDone = stepsDone
        self.stepsTotal = stepsTotal
        self.currentSteps = currentSteps
        self.version = version
        self.nextCommand = nextCommand
    }
}
