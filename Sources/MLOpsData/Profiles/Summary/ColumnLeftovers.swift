import MLOpsStatistics

/// What a summary does not tell of a column, and a profile on cells fitted to it is made of.
struct ColumnLeftovers: Sendable {
    /// Of an ordered column.
    var moments: ExactMoments?
    /// nil: they are not all kept, and have to be read again.
    var values: KeptValues?
}
