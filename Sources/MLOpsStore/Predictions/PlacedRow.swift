/// A row of a batch, and where its prediction lies.
struct PlacedRow: Comparable {
    let row: Int64
    let index: Int

    @inline(__always)
    static func < (a: PlacedRow, b: PlacedRow) -> Bool { a.row < b.row }
}
