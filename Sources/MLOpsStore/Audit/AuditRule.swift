/// A promise that an audit proves.
package enum AuditRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The file passes SQLite's own check.
    case integrity
    /// Tables, indexes, views and the rules that keep final things final are as this program makes them.
    case schema
    /// Identifiers of evidence, decisions, runs and deployments have no gap and do not pass their counters.
    case contiguousIdentifiers = "contiguous-identifiers"
    /// Every piece of evidence has a disposition: one for each operand it went to, or one without an operand.
    case everyEvidenceUsed = "every-evidence-used"
    /// Every disposition is of evidence that exists in the same pipeline.
    case everyUseHasEvidence = "every-use-has-evidence"
    /// Every disposition has one of the known forms.
    case dispositionsAreWhole = "dispositions-are-whole"
    /// What is latched lies within a live latch of its operand, and each latch counts what is latched in it.
    case latchedIsLive = "latched-is-live"
    /// What is merged belongs to a pending request.
    case mergedIsPending = "merged-is-pending"
    /// What is consumed belongs to a run of the same pipeline.
    case consumedHasRun = "consumed-has-run"
    /// The pending requests of the record are those of the pipelines' states.
    case pendingRequestsAgree = "pending-requests-agree"
    /// No two starts rest on the same evidence.
    case startsAreUnique = "starts-are-unique"
    /// Every run has one decision that started it, and every start its run.
    case everyRunDecided = "every-run-decided"
    /// Attempts count from 1 without a gap, belong to a run, and end before it does.
    case attemptsAreWhole = "attempts-are-whole"
    /// At most one deployment of a pipeline is under way; each one replaced what was live before it.
    case oneDeploymentAtATime = "one-deployment-at-a-time"
    /// Aliases and deployments name registered versions of known runs; the champion is what went live last.
    case versionsExist = "versions-exist"
    /// The index of files agrees with its counts and sequence numbers.
    case filesAgree = "files-agree"
}
