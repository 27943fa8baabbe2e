import RealModule

/// What probability a score means, learnt from labelled rows, and how sure that is.
///
/// A smooth map (``BetaFit``) and a free one (``IsotonicFit``) are both fitted to resampled rows; the kind that predicts
/// held-out labels better is kept. The mean over the resampled fits is the map, their spread its uncertainty.
struct CalibrationMap: Sendable, Hashable, Codable {
    static let refits = 50
    private static let folds = 5
    private static let mostKnots = 256

    /// Scores, rising, between which probabilities lie on lines.
    let knots: [Double]
    /// Of each refit the probability at each knot.
    private(set) var values: [[Double]]

    /// A labelled score.
    typealias Row = (score: Double, isPositive: Bool)

    /// Returns nil unless both classes are there.
    init?(_ rows: [Row], _ random: inout Xoshiro256StarStar) {
        guard let map = Self.maps(of: [rows], &random)?.first else { return nil }
        self = map
    }

    /// Maps of several scores of the same rows, whose refits are to the same resampled rows: what one class wins by chance
    /// others lose.
    ///
    /// - Returns: nil unless both classes are there in each.
    static func maps(of columns: [[Row]], _ random: inout Xoshiro256StarStar) -> [CalibrationMap]? {
        guard columns.allSatisfy({ rows in rows.contains(where: \.isPositive) && rows.contains { !$0.isPositive } })
        else { return nil }
        let cells = columns.map(CalibrationCells.init)
        let isSmooth = columns.map { isSmoothBetter($0, &random) }
        var maps = cells.map { CalibrationMap(knots: $0.knots(mostKnots), values: []) }
        for _ in 0..<refits {
            let counts = columns[0].map { _ in random.poissonOfOne() }
            for (column, rows) in columns.enumerated() {
                maps[column].learn(cells[column].counting(counts, of: rows), isSmooth: isSmooth[column])
            }
        }
        return maps
    }

    private init(knots: [Double], values: [[Double]]) { (self.knots, self.values) = (knots, values) }

    private mutating func learn(_ sample: CalibrationCells, isSmooth: Bool) {
        if isSmooth {
            let fit = BetaFit(sample)
            values.append(knots.map(fit.value))
        } else {
            let fit = IsotonicFit(sample)
            values.append(knots.map(fit.value))
        }
    }

    /// The mean over the refits at each knot.
    var mean: [Double] {
        knots.indices.map { knot in NeumaierSum.of(values.lazy.map { $0[knot] }) / Double(values.count) }
    }

    /// Whether decoded values fit together.
    var isWhole: Bool {
        !knots.isEmpty && values.count > 1 && zip(knots, knots.dropFirst()).allSatisfy { $0 < $1 }
            && values.allSatisfy { $0.count == knots.count && $0.allSatisfy { $0 >= 0 && $0 <= 1 } }
    }

    private static func isSmoothBetter(
        _ rows: [Row], _ random: inout Xoshiro256StarStar
    ) -> Bool {
        let fold = rows.map { _ in random.below(folds) }
        var (smooth, free) = (NeumaierSum(), NeumaierSum())
        for held in 0..<folds {
            let others = rows.indices.filter { fold[$0] != held }.map { rows[$0] }
            let cells = CalibrationCells(others)
            let beta = BetaFit(cells)
            let steps = (0..<4).map { _ in
                IsotonicFit(cells.counting(others.map { _ in random.poissonOfOne() }, of: others))
            }
            for index in rows.indices where fold[index] == held {
                let row = rows[index]
                let probability = steps.reduce(0) { $0 + $1.value(row.score) } / Double(steps.count)
                smooth.add(loss(beta.value(row.score), row.isPositive))
                free.add(loss(probability, row.isPositive))
            }
        }
        return smooth.value <= free.value
    }

    // The squared error, which bounds what one row may decide.
    private static func loss(_ probability: Double, _ isPositive: Bool) -> Double {
        let gap = probability - (isPositive ? 1 : 0)
        return gap * gap
    }
}
