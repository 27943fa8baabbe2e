/// The rising step function closest to shares of 1: pool adjacent violators (Ayer et al., 1955).
struct IsotonicFit: Sendable {
    // The value of each cell of the fit; of cells without rows that of their neighbours.
    private let scores: [Double]
    private let values: [Double]

    init(_ cells: CalibrationCells) {
        var blocks: [(hits: Double, rows: Double, cells: Int)] = []
        for index in cells.scores.indices {
            let rows = cells.positives[index] + cells.negatives[index]
            blocks.append((cells.positives[index], rows, 1))
            while blocks.count > 1 {
                let (last, before) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
                guard last.rows == 0 || before.rows == 0 || last.hits * before.rows <= before.hits * last.rows
                else { break }
                blocks.removeLast()
                blocks[blocks.count - 1] = (
                    before.hits + last.hits, before.rows + last.rows, before.cells + last.cells
                )
            }
        }
        scores = cells.scores
        values = blocks.flatMap { Array(repeating: $0.rows > 0 ? $0.hits / $0.rows : 0.5, count: $0.cells) }
    }

    /// Between the cells on a line, outside as the next cell.
    func value(_ score: Double) -> Double { Interpolation.value(at: score, scores, values) }
}

/// Lines between points.
enum Interpolation {
    /// The place of `x` among rising `points`: the point before it, and what share of the way to the next one it is.
    static func place(of x: Double, in points: [Double]) -> (index: Int, share: Double) {
        guard let last = points.last, x > points[0] else { return (0, 0) }
        guard x < last else { return (points.count - 1, 0) }
        var (low, high) = (0, points.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle] <= x { low = middle } else { high = middle }
        }
        return (low, (x - points[low]) / (points[high] - points[low]))
    }

    static func value(at x: Double, _ points: [Double], _ values: [Double]) -> Double {
        guard !points.isEmpty else { return .nan }
        let (index, share) = place(of: x, in: points)
        return share > 0 ? values[index] + share * (values[index + 1] - values[index]) : values[index]
    }
}
