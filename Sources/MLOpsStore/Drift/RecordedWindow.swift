package import MLOpsCore
package import MLOpsSchedule

/// A window that was judged.
package struct RecordedWindow: Hashable, Sendable {
    package let evidence: EvidenceID
    package let operand: String
    package let window: DriftWindow
    /// Figures of every column, as JSON.
    package let figures: String
    package let judgedAt: Instant
}
