import MLOpsStatistics

/// The texts of one column in a batch.
struct TextBatch {
    let bytes: UnsafeBufferPointer<UInt8>
    let offsets: UnsafeBufferPointer<UInt32>
    /// nil: all are values.
    let states: UnsafeBufferPointer<UInt8>?

    var count: Int { max(0, offsets.count - 1) }

    @inline(__always)
    func hasValue(_ row: Int) -> Bool { states.map { $0[row] == CellState.value.rawValue } ?? true }

    @inline(__always)
    subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(offsets[row])..<Int(offsets[row + 1])])
    }
}
