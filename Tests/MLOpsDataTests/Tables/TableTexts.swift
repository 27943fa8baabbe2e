import MLOpsData

/// The cells of a small table as one would write them down: a row a line, `~` null, `!` invalid.
func table(
    _ text: String, name: String = "a.csv", options: ReadOptions = ReadOptions()
) throws(DataError) -> (types: [String], rows: [[String]], report: ReadReport) {
    try table(Array(text.utf8), name: name, options: options)
}

func table(
    _ bytes: [UInt8], name: String, options: ReadOptions = ReadOptions()
) throws(DataError) -> (types: [String], rows: [[String]], report: ReadReport) {
    let reading = try TableReader(DataFile(bytes: bytes, name: name), options: options)
        .read(workers: 1, initial: { _ in [[String]]() }) { rows, batch in
            for row in 0..<batch.rowCount { rows.append(batch.columns.map { plainCell($0, row) }) }
        }
    return (reading.report.schema.columns.map { "\($0.type)" }, reading.states.first ?? [], reading.report)
}

private func plainCell(_ column: Column, _ row: Int) -> String {
    switch column.state(row) {
    case .null: "~"
    case .invalid: "!"
    case .value where column.type == .double: "\(column.doubles[row])"
    case .value where column.type == .string || column.type == .bytes: column.text.string(row)
    case .value: "\(column.integers[row])"
    }
}
