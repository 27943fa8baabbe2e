/// Turns the values of one key into cells.
struct JSONColumnParser: Sendable {
    let schema: ColumnSchema
    /// Whether anyone looks at the cells.
    let isWanted: Bool
    let isInferred: Bool
    private(set) var invalid = Findings()
    private(set) var evidence = TypeEvidence()

    init(schema: ColumnSchema, isWanted: Bool, isInferred: Bool) {
        self.schema = schema
        self.isWanted = isWanted
        self.isInferred = isInferred
    }

    /// - Parameters:
    ///   - cells: One for each row.
    ///   - offset: The row of the batch that the first cell belongs to.
    ///   - firstRow: That row's number in the file.
    mutating func parse(
        _ cells: JSONColumnCells, in text: UnsafeRawPointer, into column: inout Column, at offset: Int, firstRow: Int64
    ) {
        for index in 0..<cells.count {
            let (cell, row) = (cells[index], offset &+ index)
            let raw = UnsafeRawBufferPointer(start: text + cell.start, count: cell.length)
            switch store(cell.kind, raw, into: &column, at: row) {
            case .value: continue
            case .null: column.setNull(row)
            case .invalid:
                column.setInvalid(row)
                note(cell.kind, raw, row: firstRow + Int64(index))
            }
            if column.type.hasText { column.text.appendEmpty() }
        }
    }

    /// What is wrong with a whole line is counted elsewhere.
    private mutating func note(_ kind: JSONCell.Kind, _ raw: UnsafeRawBufferPointer, row: Int64) {
        guard kind != .malformed else { return }
        if isInferred {
            evidence.add(CellKind(kind, raw), raw, row: row)
        } else {
            invalid.add(row: row, text: raw)
        }
    }

    @inline(__always)
    private func store(
        _ kind: JSONCell.Kind, _ raw: UnsafeRawBufferPointer, into column: inout Column, at row: Int
    ) -> CellState {
        switch kind {
        case .missing: return .null
        case .malformed: return .invalid
        case .number: return storeNumber(raw, into: &column, at: row)
        case .text where column.type.hasText:
            column.text.append(raw)
            return .value
        case .yes where schema.type == .boolean, .no where schema.type == .boolean:
            column.integers[row] = kind == .yes ? 1 : 0
            return .value
        default: return storeOther(kind, raw, into: &column, at: row)
        }
    }

    @inline(__always)
    private func storeNumber(_ raw: UnsafeRawBufferPointer, into column: inout Column, at row: Int) -> CellState {
        if let base = raw.baseAddress, let number = DecimalText(base, raw.count, point: JSONColumnParser.point) {
            if schema.type == .double, let value = number.double {
                column.doubles[row] = value
                return .value
            }
            if schema.type == .integer, let value = number.integer {
                column.integers[row] = value
                column.doubles[row] = Double(value)
                return .value
            }
        }
        return storeOther(.number, raw, into: &column, at: row)
    }

    private static let point = DigitWord.repeating(UInt8(ascii: ".") ^ 0x30)

    private func storeOther(
        _ kind: JSONCell.Kind, _ raw: UnsafeRawBufferPointer, into column: inout Column, at row: Int
    ) -> CellState {
        if column.type.hasText {
            // Numbers, booleans and lists among text are kept as they are written.
            column.text.append(kind == .escapedText ? JSONText.unescaped(raw) : Array(raw))
            return .value
        }
        switch (schema.type, kind) {
        case (.integer, .number), (.double, .number), (.decimal, _), (.timestamp, .text), (.date, .text),
            (.time, .text),
            (.timestamp, .number):
            guard kind == .number || kind == .text else { return .invalid }
            return TextValue.parse(raw, as: schema, point: UInt8(ascii: "."), into: &column, at: row)
        default: return .invalid
        }
    }
}
