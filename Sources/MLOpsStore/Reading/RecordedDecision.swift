package import MLOpsCore
package import MLOpsSchedule

/// A decision as the record keeps it.
package struct RecordedDecision: Hashable, Sendable {
    package let record: DecisionRecord
    /// When it was made last.
    package let lastAt: Instant
    /// How many times in a row it was made.
    package let count: Int64
}
