/// Turns the cells of one column into values.
///
/// Nearly all cells take the short way through `DecimalText`; the others (null tokens, quotes, exponents, words) are
/// looked at again one by one.
struct CSVColumnParser: Sendable {
    let schema: ColumnSchema
    /// Whether anyone looks at the cells.
    let isWanted: Bool
    /// Given columns count what does not fit; inferred ones gather evidence for a wider type.
    let isInferred: Bool
    /// No cell has had a value yet, so that the first one that has tells the type.
    let isUnknown: Bool
    let nullTokens: NullTokens
    let allowsComma: Bool
    private(set) var invalid = Findings()
    private(set) var evidence = TypeEvidence()

    init(
        schema: ColumnSchema, isWanted: Bool, isInferred: Bool, isUnknown: Bool, nullTokens: NullTokens,
        allowsComma: Bool
    ) {
        self.schema = schema
        self.isWanted = isWanted
        self.isInferred = isInferred
        self.isUnknown = isUnknown
        self.nullTokens = nullTokens
        self.allowsComma = allowsComma
    }

    private var point: UInt8 { schema.hasDecimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".") }

    /// Appends the cells to a column that was reset for them.
    ///
    /// - Parameters:
    ///   - offset: The row of the batch that the first cell belongs to.
    ///   - firstRow: That row's number in the file.
    mutating func parse(_ cells: CSVColumnCells, into column: inout Column, at offset: Int, firstRow: Int64) {
        switch schema.type {
        case .double: parseDoubles(cells, into: &column, at: offset, firstRow)
        case .integer: parseIntegers(cells, into: &column, at: offset, firstRow)
        case .string, .bytes: parseText(cells, into: &column, at: offset, firstRow)
        case .boolean, .decimal, .timestamp, .date, .time: parseOthers(cells, into: &column, at: offset, firstRow)
        }
    }

    private mutating func parseDoubles(
        _ cells: CSVColumnCells, into column: inout Column, at offset: Int, _ firstRow: Int64
    ) {
        precondition(offset >= 0 && offset + cells.rows <= column.doubles.count, "the column was not made ready")
        var row = 0
        while row < cells.rows {
            row = column.doubles.withUnsafeMutableBufferPointer { doubles in
                cells.readDoubles(from: row, point: point, into: doubles.baseAddress.unsafelyUnwrapped + offset)
            }
            guard row < cells.rows else { break }
            parseOne(cells, row, into: &column, at: offset, firstRow)
            row += 1
        }
    }

    private mutating func parseIntegers(
        _ cells: CSVColumnCells, into column: inout Column, at offset: Int, _ firstRow: Int64
    ) {
        precondition(offset >= 0 && offset + cells.rows <= column.integers.count, "the column was not made ready")
        precondition(column.doubles.count == column.integers.count, "the column was not made ready")
        var row = 0
        while row < cells.rows {
            row = column.integers.withUnsafeMutableBufferPointer { integers in
                column.doubles.withUnsafeMutableBufferPointer { doubles in
                    cells.readIntegers(
                        from: row, into: integers.baseAddress.unsafelyUnwrapped + offset,
                        doubles.baseAddress.unsafelyUnwrapped + offset)
                }
            }
            guard row < cells.rows else { break }
            parseOne(cells, row, into: &column, at: offset, firstRow)
            row += 1
        }
    }

    private mutating func parseText(
        _ cells: CSVColumnCells, into column: inout Column, at offset: Int, _ firstRow: Int64
    ) {
        var length = 0
        for row in 0..<cells.rows { length &+= cells[row].length }
        column.text.appendCells(cells.rows, bytesAtMost: length) { writer in
            for row in 0..<cells.rows {
                let field = cells[row]
                let raw = UnsafeRawBufferPointer(start: cells.text + field.start, count: field.length)
                if field.isPlain, !isNull(raw) {
                    writer.append(raw)
                } else if field.form == .quoted {
                    writer.append(raw)
                } else if field.form == .escaped {
                    writer.append(bytesAtMost: raw.count) { CSVCell.unescape(raw, into: $0) }
                } else {
                    writer.append(bytesAtMost: 0) { _ in 0 }
                    column.states[offset + row] = CellState.null.rawValue
                    column.nullCount += 1
                }
            }
        }
        guard isUnknown else { return }
        for row in offset..<offset + cells.rows where column.states[row] == CellState.value.rawValue {
            column.text[row].withUnsafeBytes { addEvidence(CSVCell.trimmed($0), firstRow + Int64(row - offset)) }
        }
    }

    private mutating func parseOthers(
        _ cells: CSVColumnCells, into column: inout Column, at offset: Int, _ firstRow: Int64
    ) {
        for row in 0..<cells.rows { parseOne(cells, row, into: &column, at: offset, firstRow) }
    }

    private mutating func parseOne(
        _ cells: CSVColumnCells, _ row: Int, into column: inout Column, at offset: Int, _ firstRow: Int64
    ) {
        let field = cells[row]
        CSVCell.with(field, in: cells.text) { cell in
            guard let cell, case let text = CSVCell.trimmed(cell), field.form != .plain || !isNull(text) else {
                return column.setNull(offset + row)
            }
            // What is quoted and empty is an empty text, and that is no value of any other type.
            guard !text.isEmpty || field.form != .plain else { return column.setNull(offset + row) }
            switch TextValue.parse(text, as: schema, point: point, into: &column, at: offset + row) {
            case .value: break
            case .null: column.setNull(offset + row)
            case .invalid:
                column.setInvalid(offset + row)
                if isInferred {
                    addEvidence(text, firstRow + Int64(row))
                } else {
                    invalid.add(row: firstRow + Int64(row), text: cell)
                }
            }
        }
    }

    private mutating func addEvidence(_ text: UnsafeRawBufferPointer, _ row: Int64) {
        evidence.add(text, row: row, allowsComma: allowsComma)
    }

    @inline(__always)
    private func isNull(_ cell: UnsafeRawBufferPointer) -> Bool {
        nullTokens.contains(cell) || schema.type.hasText && !isUnknown && Self.isNaN(cell)
    }

    /// `NaN` is no text that anybody wrote; in a column of text it is a program's way to write null.
    @inline(__always)
    private static func isNaN(_ cell: UnsafeRawBufferPointer) -> Bool {
        cell.count == 3 && (cell[0] | 0x20) == 0x6E && cell[1] == 0x61 && (cell[2] | 0x20) == 0x6E
    }
}
