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
        let bytes = Self.bytes(files.reference + files.current)
        // The reference may be read twice: to fit cells to it, and to count it on them.
        progress.expect((isExact ? 2 : 1) * bytes + Self.bytes(files.reference))
        do throws(TableFault) {
            return try compare(files, paths, progress)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// 192 MB: a million rows of 24 columns of numbers.
    private static let keptValues = 24 << 20

    private func compare(
        _ files: (reference: [DataFile], current: [DataFile]), _ paths: (reference: DataPaths, current: DataPaths),
        _ progress: ProgressBar
    ) throws(TableFault) -> Result {
        var options = options
        options.keptValues = Self.keptValues
        options.estimatesDistinct = false
        let profilers = (
            TableProfiler(files.reference, options: options), TableProfiler(files.current, options: options)
        )
        let (table, summary) = try profilers.0.reference()
        progress.expectOnly(Self.bytes(files.current) + (isExact ? Self.bytes(files.reference + files.current) : 0))
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

    private static func bytes(_ files: [DataFile]) -> Int64 { files.reduce(0) { $0 + $1.byteCount } }

    private func ranks(_ reference: [[Double]], _ current: [[Double]]) -> [Int: RankComparison] {
        var ranks: [Int: RankComparison] = [:]
        for index in reference.indices where !reference[index].isEmpty && !current[index].isEmpty {
            ranks[index] = RankComparison(sortedReference: reference[index], sortedCurrent: current[index])
        }
        return ranks
    }
}
