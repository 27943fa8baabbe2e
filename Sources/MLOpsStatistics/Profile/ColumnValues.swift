/// The cells of one column in a batch of rows, as readers hold them: borrowed memory, one entry a row.
package enum ColumnValues {
    case numbers(UnsafeBufferPointer<Double>)
    /// Whole numbers, such as microseconds since the epoch; counted as the nearest doubles.
    case integers(UnsafeBufferPointer<Int64>)
    /// 0 is `false`, all else `true`.
    case booleans(UnsafeBufferPointer<Int64>)
    /// UTF-8 strings that lie one after another: value i is `bytes[offsets[i]..<offsets[i+1]]`.
    case text(bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<UInt32>)

    /// The number of rows.
    package var count: Int {
        switch self {
        case .numbers(let values): values.count
        case .integers(let values), .booleans(let values): values.count
        case .text(_, let offsets): max(0, offsets.count - 1)
        }
    }

    /// Calls `body` with whole numbers as doubles.
    static func withNumbers(_ integers: UnsafeBufferPointer<Int64>, _ body: (UnsafeBufferPointer<Double>) -> Void) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, integers.count)) { numbers in
            for index in 0..<integers.count { numbers[index] = Double(integers[index]) }
            body(UnsafeBufferPointer(rebasing: numbers[..<integers.count]))
        }
    }
}
