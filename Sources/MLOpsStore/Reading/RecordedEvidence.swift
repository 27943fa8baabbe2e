package import MLOpsCore

/// A piece of evidence and what became of it.
package struct RecordedEvidence: Hashable, Sendable {
    package let evidence: Evidence
    /// In order of the operands' paths.
    package let uses: [EvidenceUse]
}
