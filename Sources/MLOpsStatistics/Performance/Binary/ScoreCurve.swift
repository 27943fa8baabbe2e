import RealModule

/// What follows from the order of scores of two classes.
struct ScoreCurve: Sendable {
    private let counts: RankedCounts
    let positives: Double
    let negatives: Double

    init(_ counts: RankedCounts) {
        let settled = counts.settled
        self.counts = settled
        positives = Double(settled.cells.reduce(0) { $0 + $1.positives })
        negatives = Double(settled.cells.reduce(0) { $0 + $1.negatives })
    }

    private var cells: [RankedCounts.Cell] { counts.cells }

    private var undefined: PerformanceFigure? {
        if positives + negatives == 0 { return PerformanceFigure(undefined: "no row has a score and a label") }
        if positives == 0 { return PerformanceFigure(undefined: "no scored row has label 1") }
        return negatives == 0 ? PerformanceFigure(undefined: "no scored row has label 0") : nil
    }

    /// The area under the ROC curve, ties counted half, with the interval of DeLong, DeLong and Clarke-Pearson (1988) on
    /// the scale of log odds; where they see no error, the exact one of as many rows as the smaller class has.
    var area: PerformanceFigure {
        if let undefined { return undefined }
        var (below, placements) = (0.0, NeumaierSum())
        for cell in cells {
            placements.add(Double(cell.positives) * (below + Double(cell.negatives) / 2))
            below += Double(cell.negatives)
        }
        let area = placements.value / (positives * negatives)
        let error = areaVariance(area).squareRoot()
        if error > 0 || (area > 0 && area < 1) { return .logOdds(area, error: error) }
        let trials = Int(min(positives, negatives))
        return .share(area > 0.5 ? trials : 0, of: trials, orElse: "")
    }

    private func areaVariance(_ area: Double) -> Double {
        var (below, above) = (0.0, positives)
        var (ofPositives, ofNegatives) = (NeumaierSum(), NeumaierSum())
        for cell in cells {
            above -= Double(cell.positives)
            let won = (below + Double(cell.negatives) / 2) / negatives - area
            let lost = (above + Double(cell.positives) / 2) / positives - area
            ofPositives.add(Double(cell.positives) * won * won)
            ofNegatives.add(Double(cell.negatives) * lost * lost)
            below += Double(cell.negatives)
        }
        return (positives > 1 ? ofPositives.value / (positives - 1) / positives : 0)
            + (negatives > 1 ? ofNegatives.value / (negatives - 1) / negatives : 0)
    }

    /// Σ (Rₖ − Rₖ₋₁)·Pₖ over thresholds from the highest down.
    ///
    /// The error is that of the sum of each row's influence on it,
    /// on its own precision and on that of all rows with at most its score.
    var averagePrecision: PerformanceFigure {
        guard positives + negatives > 0 else {
            return PerformanceFigure(undefined: "no row has a score and a label")
        }
        guard positives > 0 else { return PerformanceFigure(undefined: "no scored row has label 1") }
        let descending = Array(cells.reversed())
        var (hits, rows, sum) = (0.0, 0.0, NeumaierSum())
        var heights: [(hits: Double, rows: Double)] = []
        for cell in descending {
            hits += Double(cell.positives)
            rows += Double(cell.count)
            heights.append((hits, rows))
            sum.add(Double(cell.positives) * hits / rows)
        }
        let value = sum.value / positives
        var (ofHit, ofRow, variance) = (0.0, 0.0, NeumaierSum())
        for (cell, height) in zip(descending, heights).reversed() {
            ofHit += Double(cell.positives) * (height.rows - height.hits) / (height.rows * height.rows)
            ofRow += Double(cell.positives) * height.hits / (height.rows * height.rows)
            let gain = height.hits / height.rows - value + ofHit
            variance.add(Double(cell.positives) * gain * gain + Double(cell.negatives) * ofRow * ofRow)
        }
        return .logOdds(value, error: variance.value.squareRoot() / positives)
    }

    /// Kolmogorov and Smirnov's largest distance between the scores of both classes, with Newcombe's interval (1998) of
    /// the difference at the score where it is largest.
    var distance: PerformanceFigure {
        if let undefined { return undefined }
        var (above, falselyAbove) = (Int(positives), Int(negatives))
        var best = (gap: -1.0, above: above, falselyAbove: falselyAbove)
        for cell in cells {
            above -= cell.positives
            falselyAbove -= cell.negatives
            let gap = abs(Double(above) / positives - Double(falselyAbove) / negatives)
            if gap > best.gap { best = (gap, above, falselyAbove) }
        }
        let (up, down) = (
            Proportion(events: best.above, trials: Int(positives)),
            Proportion(events: best.falselyAbove, trials: Int(negatives))
        )
        let isUp = Double(best.above) / positives >= Double(best.falselyAbove) / negatives
        let interval = ProportionShift.newcombe(
            isUp ? down : up, isUp ? up : down, confidence: PerformanceFigure.confidence)
        return PerformanceFigure(
            value: best.gap, low: interval.map { max(0, $0.lowerBound) }, high: interval?.upperBound)
    }

    /// The share of 1 among the tenth of the rows with the highest scores over that among all; of rows with equal scores
    /// at the border an equal share of each is taken.
    var lift: PerformanceFigure {
        guard positives + negatives > 0 else {
            return PerformanceFigure(undefined: "no row has a score and a label")
        }
        guard positives > 0 else { return PerformanceFigure(undefined: "no scored row has label 1") }
        let total = positives + negatives
        let (top, share) = (total / 10, 0.1)
        var (taken, hits) = (0.0, 0.0)
        for cell in cells.reversed() where taken < top {
            let part = min(1, (top - taken) / Double(cell.count))
            taken += part * Double(cell.count)
            hits += part * Double(cell.positives)
        }
        let (inside, outside) = (hits / top, (positives - hits) / (total - top))
        let base = positives / total
        let variance =
            square((1 - share) * outside / (base * base)) * inside * (1 - inside) / top
            + square((1 - share) * inside / (base * base)) * outside * (1 - outside) / (total - top)
        return .normal(inside / base, error: variance.squareRoot(), in: 0...10)
    }

    /// How far the scores, as probabilities, are from the shares of 1 in 15 bins of equally many rows: Σ wᵢ|dᵢ|, less what
    /// chance alone makes of it (Kumar, Liang and Ma, *Verified uncertainty calibration*, 2019; their simulation's mean
    /// is that of a folded normal distribution).
    var calibrationError: PerformanceFigure {
        let total = Int(positives + negatives)
        guard total > 0 else { return PerformanceFigure(undefined: "no row has a score and a label") }
        var (plain, expected, variance) = (0.0, 0.0, 0.0)
        for bin in bins(15, of: total) where bin.rows > 0 {
            let weight = bin.rows / Double(total)
            let rate = bin.positives / bin.rows
            let gap = abs(rate - bin.scores / bin.rows)
            let deviation = (rate * (1 - rate) / bin.rows).squareRoot()
            plain += weight * gap
            expected += weight * Self.foldedMean(gap, deviation)
            variance += square(weight * deviation)
        }
        let value = max(0, 2 * plain - expected)
        return .normal(value, error: variance.squareRoot(), in: 0...1)
    }

    private func bins(_ number: Int, of total: Int) -> [(rows: Double, positives: Double, scores: Double)] {
        var bins = [(rows: Double, positives: Double, scores: Double)](repeating: (0, 0, 0), count: number)
        var below = 0
        for cell in cells {
            // By the middle of its rows, so that equal scores stay together.
            let bin = min(number - 1, number * (2 * below + cell.count) / (2 * total))
            bins[bin].rows += Double(cell.count)
            bins[bin].positives += Double(cell.positives)
            bins[bin].scores += Double(cell.count) * counts.value(cell)
            below += cell.count
        }
        return bins
    }

    /// E|X| for X ~ N(mean, deviation²).
    private static func foldedMean(_ mean: Double, _ deviation: Double) -> Double {
        guard deviation > 0 else { return abs(mean) }
        let ratio = mean / deviation
        return deviation * (2 / Double.pi).squareRoot() * Double.exp(-ratio * ratio / 2)
            + mean * Double.erf(ratio * 0.5.squareRoot())
    }

    private func square(_ x: Double) -> Double { x * x }
}
