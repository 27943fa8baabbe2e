/// What became of one piece of evidence for one operand of one trigger.
package struct EvidenceUse: Hashable, Sendable, Codable {
    package var evidence: EvidenceID
    package var pipeline: PipelineName
    /// nil: no trigger asks for it, or it was a demand.
    package var trigger: TriggerName?
    /// The operand's path; empty where there is no trigger.
    package var operand: String
    package var disposition: Disposition

    package init(
        evidence: EvidenceID, pipeline: PipelineName, trigger: TriggerName?, operand: String, disposition: Disposition
    ) {
        self.evidence = evidence
        self.pipeline = pipeline
        self.trigger = trigger
        self.operand = operand
        self.disposition = disposition
    }
}
