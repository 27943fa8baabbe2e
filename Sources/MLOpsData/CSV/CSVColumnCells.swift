/// The cells of one column in a block of tokenised rows.
struct CSVColumnCells {
    let text: UnsafeRawPointer
    let fields: UnsafePointer<CSVField>
    /// From one row's field to the next.
    let stride: Int
    let rows: Int

    @inline(__always) subscript(row: Int) -> CSVField { fields[row &* stride] }
}
