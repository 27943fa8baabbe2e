import Glibc

/// Reads a CSV file's columns of numbers once more as text, and holds that every number is what `strtod` makes of its text.
enum CSVNumberFuzzing {
    private struct Cells: Sendable {
        /// Of each row of each column that holds numbers: nil where there is none.
        var numbers: [[Double?]]
        var texts: [[[UInt8]?]]

        init(columns: Int) {
            (numbers, texts) = (Array(repeating: [], count: columns), Array(repeating: [], count: columns))
        }
    }

    static func check(_ input: UnsafeBufferPointer<UInt8>) {
        let file = DataFile(bytes: Array(input))
        guard let (schema, read) = cells(file, nil) else { return }
        let numeric = schema.columns.indices.filter {
            schema.columns[$0].type == .double || schema.columns[$0].type == .integer
        }
        guard !numeric.isEmpty else { return }
        var asText = schema
        for index in numeric { asText.columns[index].type = .string }
        guard let (_, texts) = cells(file, asText) else { return fail("what is read as numbers is not read as text") }
        for index in numeric {
            let point = UInt8(ascii: schema.columns[index].hasDecimalComma ? "," : ".")
            guard read.numbers[index].count == texts.texts[index].count else { return fail("rows are lost as text") }
            for (number, text) in zip(read.numbers[index], texts.texts[index]) { compare(number, text, point) }
        }
    }

    private static func compare(_ number: Double?, _ text: [UInt8]?, _ point: UInt8) {
        guard let number else { return }
        // Words for NaN are no text.
        guard let text else { return number.isNaN ? () : fail("a number has no text") }
        let trimmed = text.withUnsafeBytes { Array(CSVCell.trimmed($0)) }
        let written = trimmed.map { CChar(bitPattern: $0 == point ? UInt8(ascii: ".") : $0) } + [0]
        let expected = strtod(written, nil)
        if number.isNaN ? !expected.isNaN : number != expected { fail("a cell's number is another than strtod's") }
    }

    /// nil: refused.
    private static func cells(_ file: DataFile, _ schema: TableSchema?) -> (TableSchema, Cells)? {
        var options = ReadOptions(format: .csv, schema: schema)
        options.limits = DataLimits(
            bytes: 1 << 22, rows: 1 << 16, columns: 1000, cellBytes: 1 << 16, rowBytes: 1 << 17, pageBytes: 1 << 20,
            metadataBytes: 1 << 16)
        let initial: @Sendable (TableSchema) -> Cells = { Cells(columns: $0.columns.count) }
        let reading = try? TableReader(file, options: options).read(workers: 1, initial: initial) { cells, batch in
            for (index, column) in batch.columns.enumerated() {
                for row in 0..<batch.rowCount {
                    let isValue = column.state(row) == .value
                    cells.numbers[index].append(isValue && column.type.hasDoubles ? column.doubles[row] : nil)
                    cells.texts[index].append(isValue && column.type.hasText ? Array(column.text[row]) : nil)
                }
            }
        }
        return reading.map { ($0.report.schema, $0.states.first ?? initial($0.report.schema)) }
    }

    private static func fail(_ words: StaticString) {
        let line = "finding: \(words)\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        abort()
    }
}
