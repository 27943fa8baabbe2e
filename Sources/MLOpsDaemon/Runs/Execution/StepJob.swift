import MLOpsConfig
import MLOpsCore

/// One attempt of a step, with everything that its executor needs to start it.
struct StepJob: Hashable, Sendable {
    var attempt: AttemptID
    /// Program and arguments.
    var arguments: [String]
    /// `NAME=value`: exactly what the step sees.
    var environment: [String]
    var workingDirectory: String
    /// nil: it may run for ever.
    var timeout: Duration?
    /// From SIGTERM to SIGKILL.
    var stopTimeout: Duration
    /// What holds the step to its limits; nil: it has none of its own.
    var unit: StepUnit?
    /// How many of the machine's it has for itself.
    var accelerators = 0
}
