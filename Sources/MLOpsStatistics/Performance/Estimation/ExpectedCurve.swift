/// What the area under the ROC curve and the average precision of scores will be when each label is 1 with its own
/// probability.
struct ExpectedCurve: Sendable {
    /// Rows by falling score; those of equal scores are one step.
    private let order: [Int]
    private let ends: [Int]

    init(scores: [Double]) {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        self.order = order
        ends = order.indices.filter { $0 + 1 == order.count || scores[order[$0 + 1]] != scores[order[$0]] }.map {
            $0 + 1
        }
    }

    /// The value, and by how much it rises with each row's probability, in the order of the rows.
    struct Value {
        var value: Double
        var slopes: [Double]
    }

    /// nil without expected rows of both classes; slopes are left out when they are not wanted.
    func area(_ probabilities: [Double], withSlopes: Bool = true) -> Value? {
        let positives = NeumaierSum.of(probabilities)
        let negatives = Double(probabilities.count) - positives
        guard positives > 0, negatives > 0 else { return nil }
        var (above, falselyAbove, sum, start) = (0.0, 0.0, 0.0, 0)
        var slopes = withSlopes ? [Double](repeating: 0, count: probabilities.count) : []
        for end in ends {
            let hits = order[start..<end].reduce(0) { $0 + probabilities[$1] }
            let misses = Double(end - start) - hits
            sum += misses * (above + hits / 2)
            if withSlopes {
                let below = negatives - falselyAbove - misses
                // What it wins as 1 against the rows of 0 below, and takes from the rows of 1 above as 0.
                let gain = below + misses / 2 - (above + hits / 2)
                for row in order[start..<end] { slopes[row] = gain }
            }
            above += hits
            falselyAbove += misses
            start = end
        }
        let value = sum / (positives * negatives)
        for row in slopes.indices {
            slopes[row] = slopes[row] / (positives * negatives) - value / positives + value / negatives
        }
        return Value(value: value, slopes: slopes)
    }

    /// nil without expected rows of 1.
    func averagePrecision(_ probabilities: [Double], withSlopes: Bool = true) -> Value? {
        let positives = NeumaierSum.of(probabilities)
        guard positives > 0 else { return nil }
        var (above, sum, start) = (0.0, 0.0, 0)
        var steps: [(hits: Double, precision: Double, rows: Double)] = []
        for end in ends {
            let hits = order[start..<end].reduce(0) { $0 + probabilities[$1] }
            above += hits
            sum += hits * above / Double(end)
            steps.append((hits, above / Double(end), Double(end)))
            start = end
        }
        let value = sum / positives
        guard withSlopes else { return Value(value: value, slopes: []) }
        var slopes = [Double](repeating: 0, count: probabilities.count)
        var later = 0.0
        for (index, step) in steps.enumerated().reversed() {
            later += step.hits / step.rows
            let slope = (step.precision + later - value) / positives
            for row in order[(index > 0 ? ends[index - 1] : 0)..<ends[index]] { slopes[row] = slope }
        }
        return Value(value: value, slopes: slopes)
    }
}
