package import Logging
package import MLOpsCore
import MLOpsSchedule

/// Tells people what happened: every notice becomes one line of the log, with fields to find it by.
package struct Narrator: Sendable {
    private let logger: Logger

    package init(logger: Logger) { self.logger = logger }

    package func tell(_ notice: Notice) {
        var metadata: Logger.Metadata = ["MESSAGE_ID": "\(MessageID.of(notice.kind))"]
        metadata["MLOPSD_PIPELINE"] = "\(notice.pipeline)"
        if let trigger = notice.trigger { metadata["MLOPSD_TRIGGER"] = "\(trigger)" }
        if let run = notice.run { metadata["MLOPSD_RUN_ID"] = "\(run)" }
        if let step = notice.step { metadata["MLOPSD_STEP"] = "\(step)" }
        if let version = notice.version { metadata["MLOPSD_MODEL_VERSION"] = "\(version)" }
        if let decision = notice.decision { metadata["MLOPSD_DECISION"] = "\(decision)" }
        if let end = notice.end { metadata["MLOPSD_OUTCOME"] = "\(end.outcome)" }
        if let duration = notice.end?.microseconds { metadata["MLOPSD_DURATION_USEC"] = "\(duration)" }
        logger.log(level: notice.kind.level, "\(notice.pipeline): \(notice.text)", metadata: metadata)
    }

    /// Told when it changes.
    func tell(ofRecord failure: StoreError?) {
        guard let failure else {
            return logger.notice("the record works again", metadata: ["MESSAGE_ID": "\(MessageID.recordWorking)"])
        }
        logger.error(
            "\(failure); nothing is started until it works again",
            metadata: ["MESSAGE_ID": "\(MessageID.recordFailing)"])
    }

    /// Told when steps wait for units, and when none does any more (nil).
    func tell(ofWaitingSteps reason: String?) {
        guard let reason else {
            return logger.notice("steps start again", metadata: ["MESSAGE_ID": "\(MessageID.stepsStart)"])
        }
        logger.error("steps wait: \(reason)", metadata: ["MESSAGE_ID": "\(MessageID.stepsWait)"])
    }

    /// Told when it becomes too large, in bytes, and when it is merged again (nil).
    func tell(ofLargeLog size: Int64?) {
        guard let size else {
            return logger.notice(
                "the log of the record is merged", metadata: ["MESSAGE_ID": "\(MessageID.recordLogMerged)"])
        }
        logger.warning(
            """
            \(ByteSize.approximate(size)) of changes wait in the log of the record, because another program keeps a \
            transaction open on it
            """,
            metadata: ["MESSAGE_ID": "\(MessageID.recordLogLarge)"])
    }
}

extension Notice.Kind {
    var level: Logger.Level {
        switch self {
        case .runFailed, .deploymentFailed, .breakerOpened, .probationFailed, .serviceBroken, .modelDamaged: .error
        case .runRefused, .attemptFailed, .attemptRetrying, .requestExpired, .slotsMissed, .pipelineDisabled,
            .datasetUnavailable, .filesQuarantined, .clockWentBack, .driftSuspected,
            .targetChanged, .referenceMissing, .performanceBreached, .predictionsMissing, .serverEnded,
            .probationInconclusive, .modelSuspected, .numberSkipped:
            .warning
        case .runStarted, .runSucceeded, .runCancelled, .requestHeld, .evidenceSuppressed, .breakerClosed,
            .pipelinePaused, .pipelineResumed, .pipelineConfigured, .datasetAvailable, .modelRegistered,
            .modelDeployed, .modelRolledBack, .driftCalmed, .performanceMet, .approvalNeeded, .probationPassed,
            .shadowBegun, .shadowEnded,
            .serviceSwitched, .modelCleared:
            .info
        }
    }
}
