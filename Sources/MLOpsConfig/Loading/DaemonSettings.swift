package import MLOpsCore

/// The daemon's own settings: `mlopsd.yaml` and what stands in `mlopsd.yaml.d`.
package struct DaemonSettings: Hashable, Sendable {
    /// What is said, and what is kept quiet, besides warnings and errors.
    package enum LogLevel: String, Sendable, CaseIterable {
        case debug, info, notice, warning, error
    }

    /// Runs of all pipelines that may be active at once.
    package var maxRunningRuns = 2
    /// Accelerators of the machine that steps can ask for; 0: nobody counts them.
    package var accelerators = 0
    /// What runs steps that name no executor.
    package var executor = StepDefinition.Executor.local
    package var logLevel = LogLevel.info
    /// How often the files of models in production are read; nil: never.
    package var readsChampionsEvery: Duration? = .seconds(86_400)
    /// Who is told of what happens; by name.
    package var receivers: [ReceiverDefinition] = []

    package init() {}
}

extension DaemonSettings {
    /// Reads merged settings; what is wrong is reported and keeps its default.
    init(_ root: Field) {
        guard let section = Section(root, .daemon) else { return }
        if let count = section["max_running_runs"]?.integer(in: 1...1000) { maxRunningRuns = Int(count) }
        if let count = section["gpus"]?.integer(in: 0...ResourcesReader.mostAccelerators) { accelerators = Int(count) }
        if let executor = section["executor"].flatMap(ExecutorReader.read) { self.executor = executor }
        if let level = section["log_level"]?.choice(LogLevel.self) { logLevel = level }
        if let rest = section["verify_champions"]?.spanOrInfinity(atLeast: .seconds(3600)) {
            readsChampionsEvery = rest
        }
        receivers = section["outbox"].map(ReceiverReader.read) ?? []
    }
}
