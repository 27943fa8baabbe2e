import RealModule

/// Labelled scores in cells of equally many rows, in rising order.
struct CalibrationCells: Sendable {
    static let most = 1024

    private(set) var scores: [Double] = []
    private(set) var positives: [Double] = []
    private(set) var negatives: [Double] = []
    /// Of each row, in the order in which they were given, its cell.
    private let places: [Int]

    /// Equal scores are in one cell.
    init(_ rows: [CalibrationMap.Row]) {
        let order = rows.indices.sorted { rows[$0].score < rows[$1].score }
        let sorted = order.map { rows[$0] }
        let size = max(1, sorted.count / Self.most)
        var places = [Int](repeating: 0, count: rows.count)
        var start = 0
        while start < sorted.count {
            var end = min(sorted.count, start + size)
            while end < sorted.count, sorted[end].score == sorted[end - 1].score { end += 1 }
            let part = sorted[start..<end]
            let hits = Double(part.count { $0.isPositive })
            scores.append(NeumaierSum.of(part.lazy.map(\.score)) / Double(part.count))
            positives.append(hits)
            negatives.append(Double(part.count) - hits)
            for row in order[start..<end] { places[row] = scores.count - 1 }
            start = end
        }
        self.places = places
    }

    /// The same cells, with each of the rows that they were made of counted so often.
    func counting(_ counts: [Double], of rows: [CalibrationMap.Row]) -> CalibrationCells {
        var cells = self
        for cell in cells.scores.indices { (cells.positives[cell], cells.negatives[cell]) = (0, 0) }
        for (row, place) in places.enumerated() {
            if rows[row].isPositive { cells.positives[place] += counts[row] }
            if !rows[row].isPositive { cells.negatives[place] += counts[row] }
        }
        return cells
    }

    /// At most `count` scores that divide the rows equally, with the first and the last.
    func knots(_ count: Int) -> [Double] {
        guard scores.count > count else { return scores }
        return (0..<count).map { scores[$0 * (scores.count - 1) / (count - 1)] }
    }
}

extension Xoshiro256StarStar {
    /// Returns a Poisson number of mean 1, by which a resampled row counts.
    mutating func poissonOfOne() -> Double {
        var (left, count) = (uniform(), 0.0)
        var mass = Double.exp(-1)
        while left > mass, count < 20 {
            left -= mass
            count += 1
            mass /= count
        }
        return count
    }
}
