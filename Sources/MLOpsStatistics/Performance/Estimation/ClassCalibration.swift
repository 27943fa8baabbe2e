/// What probabilities the scores of many classes mean, learnt from labelled rows, and how sure that is.
///
/// Either each class is calibrated against the rest (``CalibrationMap``) and what that says of a row made to sum to 1, or all
/// classes together (``DirichletFit``); the kind that predicts held-out labels better is kept.
struct ClassCalibration: Sendable, Hashable, Codable {
    /// A labelled row: the score of each class, and the place of the class that came true.
    typealias Row = (scores: [Double], truth: Int)

    private static let folds = 5

    let classes: Int
    /// Of each class; empty where ``together`` is kept.
    private let apart: [CalibrationMap]
    private let together: DirichletFit?

    /// nil unless each class came true and another did.
    init?(_ rows: [Row], classes: Int, _ random: inout Xoshiro256StarStar) {
        self.classes = classes
        guard let maps = CalibrationMap.maps(of: Self.columns(rows, classes), &random) else { return nil }
        if Self.isTogetherBetter(rows, classes, &random),
            let fit = DirichletFit(rows, drawing: CalibrationMap.refits, &random)
        {
            (apart, together) = ([], fit)
        } else {
            (apart, together) = (maps, nil)
        }
    }

    /// Of each class the probability in each row: the one to go by, and those of so many refits.
    func probabilities(_ scores: [[Double]], refits: Int) -> (whole: [[Double]], refits: [[[Double]]]) {
        if let together {
            func columns(_ refit: Int?) -> [[Double]] {
                let rows = scores.map { together.probabilities($0, refit: refit) }
                return (0..<classes).map { column in rows.map { $0[column] } }
            }
            return (columns(nil), (0..<refits).map(columns))
        }
        let calibrated = apart.enumerated().map { column, map in
            CalibratedScores(map, scores.map { $0[column] })
        }
        return (
            Self.normalized(calibrated.map(\.probabilities)),
            (0..<refits).map { refit in Self.normalized(calibrated.map { $0.probabilities(refit: refit) }) }
        )
    }

    /// Whether decoded values fit together.
    var isWhole: Bool {
        if let together { return apart.isEmpty && together.isWhole && together.classes == classes }
        return apart.count == classes && apart.allSatisfy(\.isWhole)
    }

    private static func columns(_ rows: [Row], _ classes: Int) -> [[CalibrationMap.Row]] {
        (0..<classes).map { column in
            rows.map { (score: $0.scores[column], isPositive: $0.truth == column) }
        }
    }

    /// Rows in which all classes are impossible become equally likely ones.
    private static func normalized(_ columns: [[Double]]) -> [[Double]] {
        var columns = columns
        for row in columns[0].indices {
            let total = columns.reduce(0) { $0 + $1[row] }
            for index in columns.indices {
                columns[index][row] = total > 0 ? columns[index][row] / total : 1 / Double(columns.count)
            }
        }
        return columns
    }

    /// By the squared error of held-out rows, which bounds what one row may decide.
    private static func isTogetherBetter(
        _ rows: [Row], _ classes: Int, _ random: inout Xoshiro256StarStar
    ) -> Bool {
        guard classes <= DirichletFit.mostClasses else { return false }
        let fold = rows.map { _ in random.below(folds) }
        var gain = NeumaierSum()
        for held in 0..<folds {
            let (learnt, others) = (
                rows.indices.filter { fold[$0] != held }.map { rows[$0] },
                rows.indices.filter { fold[$0] == held }.map { rows[$0] }
            )
            guard let fit = DirichletFit(learnt, drawing: 0, &random) else { return false }
            let cells = columns(learnt, classes).map(CalibrationCells.init)
            let fits = cells.map { (smooth: BetaFit($0), free: IsotonicFit($0)) }
            var errors = (together: 0.0, smooth: 0.0, free: 0.0)
            for row in others {
                errors.together += loss(fit.probabilities(row.scores), row.truth)
                let apart = zip(fits, row.scores).map { (smooth: $0.smooth.value($1), free: $0.free.value($1)) }
                errors.smooth += loss(normalized(apart.map { [$0.smooth] }).map { $0[0] }, row.truth)
                errors.free += loss(normalized(apart.map { [$0.free] }).map { $0[0] }, row.truth)
            }
            gain.add(min(errors.smooth, errors.free) - errors.together)
        }
        return gain.value >= 0
    }

    private static func loss(_ probabilities: [Double], _ truth: Int) -> Double {
        probabilities.enumerated().reduce(0) { sum, next in
            let gap = next.element - (next.offset == truth ? 1 : 0)
            return sum + gap * gap
        }
    }
}
