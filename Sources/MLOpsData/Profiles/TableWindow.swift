package import MLOpsStatistics

/// Files profiled on the cells of a reference, and how their columns differ from it.
package struct TableWindow: Sendable {
    /// What became of a column of the reference.
    package enum Presence: Hashable, Sendable {
        case present
        /// No file has it, and it has no rows.
        case missing
        /// Its values are of another kind than those of the reference, mostly; the type they seem to have.
        case otherType(ColumnType)
    }

    package let rows: Int
    /// The columns of the reference, in its order.
    package let profile: WindowProfile
    /// One for each of them.
    package let presence: [Presence]
    /// The first and last event, microseconds since 1970, by ``ProfileOptions/timeColumn``; nil without one, or when none of
    /// its cells holds a moment.
    package let times: ClosedRange<Int64>?
    /// Columns that the reference does not have.
    package let newColumns: [ColumnSchema]
    /// What was found while reading, one for each file in their order.
    package let reports: [ReadReport]
    /// As they lie on the disk.
    package let bytes: Int64
}
