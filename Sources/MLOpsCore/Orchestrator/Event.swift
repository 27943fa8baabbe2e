/// Everything that can happen.
///
/// What is large and rare is indirect, so that what is frequent is small.
package enum Event: Hashable, Sendable {
    /// The daemon started, or woke with doubts: what the executor and the disk know of every unfinished attempt.
    case booted([AttemptObservation])
    /// Definitions were read, all valid ones together; replaces what was known.
    indirect case configured(Configured)
    /// A due instant has come, or at the latest a minute has passed.
    case ticked
    case filesReady(PipelineName, DatasetName, [FileRecord])
    /// Files that are not (any more) ready: settling, quarantined, unreadable, vanished.
    case filesObserved(PipelineName, DatasetName, [FileRecord])
    /// nil: the directory is watched and scanned again.
    case datasetUnavailable(PipelineName, DatasetName, reason: String?)
    /// The digest over the declared code of a pipeline as it is now, after it came to rest.
    case codeObserved(PipelineName, digest: String, summary: String)
    /// A drift monitor compared files that arrived with the training data of the champion.
    indirect case windowJudged(PipelineName, WindowJudgement)
    /// Windows of predictions were judged by the operand at this path.
    indirect case performanceJudged(PipelineName, operand: String, PerformanceStatus)
    /// The training data of the version can not be compared with.
    indirect case referenceMissing(PipelineName, DatasetName, ModelVersionID, reason: String)

    case manifestFrozen(RunID, ManifestSummary)
    case manifestFailed(RunID, reason: String)
    /// The attempt, of a run that has begun no step, was not started: its run's files are not what was listed of them
    /// before the run was committed.
    case inputsOutdated(AttemptID)
    case attemptStarted(AttemptID)
    indirect case attemptEnded(AttemptID, AttemptEnd)
    /// After the last step: the candidate, and why the inputs can not be trusted, if so.
    indirect case outputsCollected(RunID, Candidate, taints: [String])
    case outputsRejected(RunID, reason: String)
    case modelStored(RunID)
    case modelStoreFailed(RunID, reason: String)
    /// Another model, which the record does not know, stands under the version's number; nothing stands under `free`.
    case modelNumberTaken(RunID, ModelVersionID, free: Int64)
    /// What was measured for each gate of the run's definition, against this champion.
    indirect case candidateJudged(RunID, against: ModelVersionID?, [GateMeasurement])
    /// The switch of the target was made, or could not be.
    case targetSwitched(DeploymentID)
    case targetSwitchFailed(DeploymentID, reason: String)
    case targetProven(DeploymentID)
    case targetUnproven(DeploymentID, reason: String)
    /// What was live before is back; nil: and it answers, as far as there is a probe.
    case targetRestored(DeploymentID, doubt: String?)
    /// The answer of a version on probation; nil: it is well.
    case liveProbed(PipelineName, DeploymentID, number: Int64, problem: String?)
    /// What was logged of a version on probation since it went live: predictions, and how many of them have labels.
    case requestsCounted(PipelineName, DeploymentID, requests: Int64, labels: Int64)
    /// What is known of the candidate in the shadow by now.
    indirect case shadowReported(PipelineName, ShadowReport)

    /// The files of these versions are gone: nothing goes back to them.
    indirect case modelsPruned(PipelineName, [ModelVersionID])

    /// What is live is not what was put there.
    indirect case registryDoubted(RegistryDoubt)

    /// What a part tells that decides for itself, such as a prediction service: told with the rest, to everybody.
    indirect case noticed(Notice)

    indirect case demanded(Demand)
}

/// The definitions in force and those that can not be used.
package struct Configured: Hashable, Sendable {
    package var pipelines: [PipelineDefinition]
    /// Pipelines whose file is invalid, and why.
    package var invalid: [Invalid]
    package var host: HostPolicy
    /// Definitions that unfinished runs pin, whether or not they are in force.
    package var pinned: [PipelineDefinition]

    package struct Invalid: Hashable, Sendable {
        package var name: PipelineName
        package var reason: String

        package init(name: PipelineName, reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    package init(
        pipelines: [PipelineDefinition], invalid: [Invalid] = [], host: HostPolicy = HostPolicy(),
        pinned: [PipelineDefinition] = []
    ) {
        self.pipelines = pipelines
        self.invalid = invalid
        self.host = host
        self.pinned = pinned
    }
}

/// What is known of an attempt that has no end in the record.
package struct AttemptObservation: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case notStarted
        case running
        case ended(AttemptEnd)
    }

    package var attempt: AttemptID
    package var state: State

    package init(attempt: AttemptID, state: State) {
        self.attempt = attempt
        self.state = state
    }
}
