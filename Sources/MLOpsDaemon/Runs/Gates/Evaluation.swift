import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsStatistics

/// What one run measured of its candidate.
struct Evaluation: Sendable {
    let document: MetricsDocument
    let directory: String

    /// Why there are no rows.
    struct Missing: Error { let reason: String }

    private static let maximumRows: Int64 = 2_000_000
    private static let maximumColumns = 100

    /// Reads the results row by row.
    func rows() throws(Missing) -> RowResults {
        guard let named = document.rowsFile else { throw Missing(reason: "the metrics name no file in \"per_row\"") }
        let shown = UntrustedText.escape(named)
        guard let path = rowsPath else {
            guard FileStatus(at: "\(directory)/\(EvaluationStore.absenceName)") == nil else {
                throw Missing(reason: "there is no \"\(shown)\" below MLOPS_WORK")
            }
            throw Missing(
                reason: "\"\(shown)\" is no plain file of at most \(EvaluationStore.maximumRowsBytes >> 20) MiB below "
                    + "MLOPS_WORK")
        }
        do throws(DataError) {
            return try Self.read(path)
        } catch {
            throw Missing(reason: "\"\(shown)\" cannot be read: \(error)")
        }
    }

    private var rowsPath: String? {
        var found: String?
        do throws(LinuxError) {
            try SafeDirectory(directory).scan(recursive: false, failed: { _ in }) { entry in
                guard let name = entry.path.text, name.hasPrefix("rows.") else { return .proceed }
                found = directory + "/" + name
                return .stop
            }
        } catch {
            return nil
        }
        return found
    }

    private static func read(_ path: String) throws(DataError) -> RowResults {
        let limits = DataLimits(
            bytes: Int64(EvaluationStore.maximumRowsBytes) * 4, rows: maximumRows, columns: maximumColumns)
        let reader = try TableReader(DataFile(path: path), options: ReadOptions(limits: limits))
        let reading = try reader.read(workers: 1, initial: GatheredColumns.init) { $0.add($1) }
        return reading.states.first?.results ?? RowResults(count: 0, columns: [:])
    }
}

/// Columns of a table as they are read.
private struct GatheredColumns: Sendable {
    private var columns: [(name: String, values: RowResults.Column)]
    private var count = 0

    init(_ schema: TableSchema) {
        columns = schema.columns.map { ($0.name, $0.type.hasText ? .texts([]) : .numbers([])) }
    }

    mutating func add(_ batch: ColumnBatch) {
        count += batch.rowCount
        for (index, column) in batch.columns.enumerated() where index < columns.count {
            let hasGaps = column.nullCount + column.invalidCount > 0
            switch columns[index].values {
            case .texts(var values):
                columns[index].values = .texts([])
                for row in 0..<batch.rowCount {
                    values.append(hasGaps && column.state(row) != .value ? "" : column.text.string(row))
                }
                columns[index].values = .texts(values)
            case .numbers(var values):
                columns[index].values = .numbers([])
                for row in 0..<batch.rowCount {
                    let isGap = hasGaps && column.state(row) != .value
                    values.append(isGap ? .nan : column.number(row))
                }
                columns[index].values = .numbers(values)
            }
        }
    }

    var results: RowResults {
        RowResults(count: count, columns: Dictionary(columns.map { ($0.name, $0.values) }) { first, _ in first })
    }
}

extension Column {
    fileprivate func number(_ row: Int) -> Double {
        type.hasDoubles ? doubles[row] : type.hasIntegers ? Double(integers[row]) : .nan
    }
}
