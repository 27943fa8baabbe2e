import MLOpsData

/// A table as text, every value exactly, so that it can be compared with what another program read or meant.
///
/// First a line of `name:type`, then a line for each row, the cells apart by tabs: `~` null, `!` invalid, doubles as
/// their bits, text in hexadecimal behind an `x`, everything else as an integer.
struct TableDump: Sendable {
    struct Rows: Sendable {
        var lines: [(row: Int64, text: String)] = []
        var batchSizes: [Int] = []
    }

    let text: String
    let report: ReadReport
    let batchSizes: [Int]

    init(_ file: DataFile, options: ReadOptions = ReadOptions(), workers: Int = 2) throws(DataError) {
        let reading = try TableReader(file, options: options).read(workers: workers, initial: { _ in Rows() }) {
            rows, batch in
            rows.batchSizes.append(batch.rowCount)
            for row in 0..<batch.rowCount {
                let cells = batch.columns.map { Self.cell($0, row) }
                rows.lines.append((batch.firstRow + Int64(row), cells.joined(separator: "\t")))
            }
        }
        let lines = reading.states.flatMap(\.lines).sorted { $0.row < $1.row }
        report = reading.report
        let header = reading.report.schema.columns.map { "\($0.name):\($0.type)" }.joined(separator: "\t")
        text = ([header] + lines.map(\.text)).joined(separator: "\n") + "\n"
        batchSizes = reading.states.flatMap(\.batchSizes)
    }

    private static func cell(_ column: Column, _ row: Int) -> String {
        switch column.state(row) {
        case .null: return "~"
        case .invalid: return "!"
        case .value: break
        }
        switch column.type {
        case .double: return bits(column.doubles[row])
        case .decimal:
            return column.type.hasIntegers
                ? "\(column.integers[row])/\(bits(column.doubles[row]))" : bits(column.doubles[row])
        case .string, .bytes: return "x" + column.text[row].map { hexadecimal(UInt64($0), digits: 2) }.joined()
        case .integer:
            return column.doubles[row] == Double(column.integers[row]) ? "\(column.integers[row])" : "unlike its double"
        case .boolean, .timestamp, .date, .time: return "\(column.integers[row])"
        }
    }

    private static func bits(_ value: Double) -> String {
        value.isNaN ? "nan" : hexadecimal(value.bitPattern, digits: 16)
    }

    private static func hexadecimal(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
