/// A batch of 0 and 1 as numbers of rows: what the categories `false` and `true` are counted from.
struct BooleanCounts {
    private(set) var unset = 0
    private(set) var set = 0
    private(set) var nulls = 0
    private(set) var invalid = 0

    init(_ booleans: UnsafeBufferPointer<Int64>, states: UnsafeBufferPointer<UInt8>?) {
        for row in 0..<booleans.count {
            switch states?[row] ?? CellState.value {
            case CellState.value: if booleans[row] != 0 { set += 1 } else { unset += 1 }
            case CellState.null: nulls += 1
            default: invalid += 1
            }
        }
    }

    /// The categories that occur, with their rows.
    var categories: [(value: [UInt8], count: Int)] {
        [(Array("false".utf8), unset), (Array("true".utf8), set)].filter { $0.1 > 0 }
    }
}
