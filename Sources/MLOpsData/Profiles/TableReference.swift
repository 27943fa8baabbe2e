package import MLOpsStatistics

/// A reference for later data: the cells of its columns with its own counts, and the types that files are read with.
package struct TableReference: Sendable, Equatable {
    package let profile: ReferenceProfile
    /// One for each column of ``profile``.
    package let columns: [ColumnSchema]

    package init(profile: ReferenceProfile, columns: [ColumnSchema]) {
        precondition(profile.columns.map(\.name) == columns.map(\.name), "each column has a profile and a type")
        self.profile = profile
        self.columns = columns
    }
}
