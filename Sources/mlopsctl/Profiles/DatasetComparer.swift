import MLOpsData
import MLOpsStatistics

/// Reads two datasets and compares their columns: the work of `compare` and of `report --compare`.
struct DatasetComparer {
    let options: ProfileOptions
    let falseAlarms: Double
    /// Whether rank statistics are computed on the values themselves.
    let isExact: Bool

    struct Result {
        let reference: TableReference
        let current: TableWindow
        let comparison: DatasetComparison
        let notes: [String]
    }

    func compare(_ paths: (reference: DataPaths, current: DataPaths), _ progress: ProgressBar) throws(CommandFailure)
        -> Result
    {
        defer { progress.finish() }
        let files = (reference: try paths.reference.open(progress), current: try paths.current.open(progress))
        let bytes = (files.reference + files.current).reduce(0) { $0 + $1.byteCount }
        // The reference is read twice: to fit cells to it, and to count it on them.
        progress.expect((isExact ? 2 : 1) * bytes + files.reference.reduce(0) { $0 + $1.byteCount })
        do throws(TableFault) {
            return try compare(files.reference, files.current, paths)
        } catch {
            throw CommandFailure(error)
        }
    }

    private func compare(
        _ reference: [DataFile], _ current: [DataFile], _ paths: (reference: DataPaths, current: DataPaths)
    ) throws(TableFault) -> Result {
        let profilers = (TableProfiler(reference, options: options), TableProfiler(current, options: options))
        let (table, summary) = try profilers.0.reference()
        let window = try profilers.1.window(on: table)
        let comparison = DatasetComparison(
            reference: table.profile, current: window.profile,
            exact: isExact ? try ranks(profilers.0.sortedValues(on: table), profilers.1.sortedValues(on: table)) : [:],
            falseAlarms: falseAlarms)
        let notes =
            zip(paths.reference.paths, summary.reports).flatMap { ReadNotes($1, file: $0).lines }
            + zip(paths.current.paths, window.reports).flatMap { ReadNotes($1, file: $0).lines }
        return Result(reference: table, current: window, comparison: comparison, notes: notes)
    }

    private func ranks(_ reference: [[Double]], _ current: [[Double]]) -> [Int: RankComparison] {
        var ranks: [Int: RankComparison] = [:]
        for index in reference.indices where !reference[index].isEmpty && !current[index].isEmpty {
            ranks[index] = RankComparison(sortedReference: reference[index], sortedCurrent: current[index])
        }
        return ranks
    }
}
