import MLOpsData
import MLOpsStatistics

/// What `mlopsctl compare --json` writes.
struct ComparisonReport: Encodable, Sendable {
    /// Rows of the two datasets.
    let nReference: Int
    let nCurrent: Int
    /// Whether any column drifted; null: none did, and some could not be told, or there is none.
    @Nullable var drifted: Bool?
    /// The chance that data of one distribution is called drifted, all columns together.
    let falseAlarms: Double
    /// `cells` or `values`: what rank statistics and distances are computed on.
    let rankStatistics: String
    let columns: [ComparedColumn]
    /// Columns that only the current data has.
    let newColumns: [String]
    let notes: [String]

    init(_ result: DatasetComparer.Result, falseAlarms: Double, isExact: Bool) {
        let reference = result.reference
        nReference = reference.profile.rows
        nCurrent = result.current.rows
        drifted = result.comparison.isDrifted
        self.falseAlarms = falseAlarms
        rankStatistics = isExact ? "values" : "cells"
        columns = result.comparison.columns.indices.map { index in
            ComparedColumn(
                result.comparison.columns[index], type: reference.columns[index].type,
                presence: result.current.presence[index],
                shapes: ShownDistributions(
                    reference.profile.columns[index].profile, result.current.profile.columns[index],
                    type: reference.columns[index].type))
        }
        newColumns = result.current.newColumns.map(\.name)
        notes = result.notes
    }

    /// Those of both datasets.
    var columnNames: [String] { columns.map(\.name) + newColumns }

    /// 0: not drifted, 1: drifted, 3: it could not be told.
    var exitStatus: Int32 { drifted.map { $0 ? 1 : 0 } ?? 3 }
}
