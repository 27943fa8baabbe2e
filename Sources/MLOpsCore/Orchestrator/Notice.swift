/// Something that people should hear of; the shell gives it to the journal.
package struct Notice: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case runStarted, runSucceeded, runRefused, runFailed, runCancelled
        case attemptFailed, attemptRetrying
        case requestHeld, requestExpired, evidenceSuppressed
        case slotsMissed, breakerOpened, breakerClosed
        case pipelinePaused, pipelineResumed, pipelineDisabled, pipelineConfigured
        case datasetUnavailable, datasetAvailable, filesQuarantined
        case modelRegistered, modelDeployed, modelRolledBack, deploymentFailed, approvalNeeded, probationPassed,
            probationFailed, probationInconclusive, shadowBegun, shadowEnded, numberSkipped
        case clockWentBack
        case driftSuspected, driftCalmed, referenceMissing
        case serviceSwitched, serverEnded, serviceBroken
        case targetChanged, modelDamaged
        case performanceBreached, performanceMet, predictionsMissing, modelSuspected, modelCleared
    }

    /// How the run or the attempt ended that the notice is of.
    package struct End: Hashable, Sendable, Codable {
        /// One word: `succeeded`, `timed-out`.
        package var outcome: String
        /// nil: nobody knows when it began or ended.
        package var microseconds: Int64?

        package init(outcome: String, microseconds: Int64?) {
            self.outcome = outcome
            self.microseconds = microseconds
        }
    }

    package var kind: Kind
    package var pipeline: PipelineName
    package var text: String
    package var trigger: TriggerName?
    package var run: RunID?
    package var step: StepName?
    package var version: ModelVersionID?
    package var decision: DecisionID?
    package var end: End?

    package init(
        _ kind: Kind, _ pipeline: PipelineName, _ text: String, trigger: TriggerName? = nil, run: RunID? = nil,
        step: StepName? = nil, version: ModelVersionID? = nil, decision: DecisionID? = nil, end: End? = nil
    ) {
        self.kind = kind
        self.pipeline = pipeline
        self.text = text
        self.trigger = trigger
        self.run = run
        self.step = step
        self.version = version
        self.decision = decision
        self.end = end
    }
}

extension Notice.Kind {
    /// `runStarted` as `run-started`.
    package var word: String {
        rawValue.reduce(into: "") { text, character in
            text += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
    }
}
