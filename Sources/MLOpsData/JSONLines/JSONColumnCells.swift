/// The cells of one column among those of all, row by row.
struct JSONColumnCells {
    private let cells: [JSONCell]
    private let column: Int
    private let stride: Int
    let count: Int

    init(_ cells: [JSONCell], column: Int, stride: Int) {
        self.cells = cells
        self.column = column
        self.stride = stride
        count = stride == 0 ? 0 : cells.count / stride
    }

    @inline(__always) subscript(row: Int) -> JSONCell { cells[row &* stride &+ column] }
}
