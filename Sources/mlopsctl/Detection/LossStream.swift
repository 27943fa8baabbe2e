import MLOpsControl
import MLOpsData

/// The losses in a column of a file, in its order.
struct LossStream {
    let file: String
    let column: String
    let hasHeader: Bool
    let format: DataFormat?

    /// Reads the file in memory that does not grow with it; returns what became of the watch, and notes on the file.
    func read(
        _ start: LossWatch, _ progress: ProgressBar
    ) throws(CommandFailure) -> (watch: LossWatch, notes: [String]) {
        defer { progress.finish() }
        do throws(DataError) {
            let file = try DataFile(path: file).watched { progress.add($0) }
            progress.expect(file.byteCount)
            return try read(file, start)
        } catch {
            throw CommandFailure(error, file: self.file)
        }
    }

    private func read(
        _ file: DataFile, _ start: LossWatch
    ) throws(DataError) -> (watch: LossWatch, notes: [String]) {
        var options = ReadOptions(format: format, csv: CSVOptions(delimiter: nil, hasHeader: hasHeader))
        let reader = try TableReader(file, options: options)
        var schema = reader.schema
        guard let index = schema.index(of: column) else {
            throw DataError(.malformed("it has no column \"\(column)\"; it has \(Self.named(schema))"))
        }
        // A Parquet file knows its types; of others the first cell that is no number is named.
        guard reader.report.format != .parquet || schema.columns[index].type.isNumeric else {
            throw DataError(
                .malformed("its losses are no numbers but of type \(schema.columns[index].type)"),
                at: DataPlace(column: column))
        }
        // What the others hold is of no matter, and must not make the file be read again.
        for other in schema.columns.indices where other != index { schema.columns[other].type = .string }
        if schema.columns[index].type != .boolean { schema.columns[index].type = .double }
        options.schema = schema
        let reading = try TableReader(file, options: options).read(
            workers: 1, initial: { _ in start }, { watch, batch in Self.add(batch, index, to: &watch) })
        guard var watch = reading.states.first else { throw DataError(.malformed("it was read by nobody")) }
        if let invalid = reading.report.invalid[index].examples.first {
            throw DataError(
                .malformed("\"\(invalid.text)\" is no number; nothing is told of the others"),
                at: DataPlace(row: invalid.row + 1, column: column))
        }
        watch.finish()
        return (watch, ReadNotes(reading.report, file: nil).lines)
    }

    private static func add(_ batch: ColumnBatch, _ index: Int, to watch: inout LossWatch) {
        let column = batch.columns[index]
        let isWhole = column.nullCount + column.invalidCount == 0
        for row in 0..<batch.rowCount {
            let number = column.type.hasDoubles ? column.doubles[row] : Double(column.integers[row])
            watch.add(isWhole || column.state(row) == .value ? number : .nan)
        }
    }

    private static func named(_ schema: TableSchema) -> String {
        let names = schema.columns.prefix(10).map(\.name).joined(separator: ", ")
        return schema.columns.count > 10 ? "\(names) and \(schema.columns.count - 10) more" : names
    }
}

extension ColumnType {
    // Whether its cells are numbers, or may be read as such.
    fileprivate var isNumeric: Bool { hasDoubles || self == .boolean }
}
