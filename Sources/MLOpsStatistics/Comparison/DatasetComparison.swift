/// The comparison of all columns of two data sets, with one verdict that is wrong at most with the declared chance.
package struct DatasetComparison: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package let name: String
        package let comparison: ColumnComparison
        /// Significant among all columns, and surely large enough to matter; nil when it could not be told.
        package let isDrifted: Bool?
    }

    package let columns: [Column]

    /// Whether any column drifted; nil when none did and some could not be told, or there is none.
    package var isDrifted: Bool? {
        if columns.contains(where: { $0.isDrifted == true }) { return true }
        return columns.isEmpty || columns.contains { $0.isDrifted == nil } ? nil : false
    }

    /// Compares each column of a window with the reference it was counted for; one that the window lacks, or has of another
    /// kind, is `incomparable`.
    ///
    /// - Parameter exact: by the index of the column, rank statistics of the values themselves.
    package init(
        reference: ReferenceProfile, current: WindowProfile, exact: [Int: RankComparison] = [:],
        falseAlarms: Double = 0.001, gate: EffectGate = EffectGate()
    ) {
        let comparisons = reference.columns.enumerated().map { index, column in
            let other = index < current.columns.count ? current.columns[index] : .vacant
            return (
                name: column.name,
                comparison: ColumnComparison(reference: column.profile, current: other, exact: exact[index])
            )
        }
        self.init(comparisons, falseAlarms: falseAlarms, gate: gate)
    }

    /// - Parameters:
    ///   - falseAlarms: the chance that data of one distribution is called drifted, all columns together, in (0, 1).
    ///   - gate: how large a shift must be to count.
    package init(
        _ comparisons: [(name: String, comparison: ColumnComparison)], falseAlarms: Double = 0.001,
        gate: EffectGate = EffectGate()
    ) {
        let significant = Holm.rejected(comparisons.map { $0.comparison.p ?? 1 }, level: falseAlarms)
        columns = comparisons.enumerated().map { index, column in
            let isLarge = column.comparison.evidence.map(gate.surelyPasses) ?? false
            let canTell = column.comparison.status == .compared || column.comparison.status == .allNull
            let isDrifted = significant[index] && isLarge
            return Column(
                name: column.name, comparison: column.comparison, isDrifted: isDrifted || canTell ? isDrifted : nil)
        }
    }
}
