import MLOpsStatistics

extension ColumnBatch {
    /// Lends a column's cells to the statistics, without a copy.
    func withCells(_ index: Int, _ body: (CellBatch) -> Void) {
        let column = columns[index]
        column.states.withUnsafeBufferPointer { states in
            column.doubles.withUnsafeBufferPointer { doubles in
                column.integers.withUnsafeBufferPointer { integers in
                    column.text.bytes.withUnsafeBufferPointer { bytes in
                        column.text.offsets.withUnsafeBufferPointer { offsets in
                            let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
                            let areAllValues = column.nullCount + column.invalidCount == 0
                            body(
                                CellBatch(
                                    type: SchemaType(column.type), firstRow: Int(firstRow), rowCount: rowCount,
                                    states: areAllValues ? none : states, doubles: doubles, integers: integers,
                                    bytes: bytes, offsets: offsets))
                        }
                    }
                }
            }
        }
    }
}
