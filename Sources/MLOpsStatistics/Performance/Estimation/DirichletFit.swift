import RealModule

/// A smooth map of the scores of all classes to the probabilities of all classes: a multinomial logistic regression on their
/// logarithms, which scores that are too sure, too unsure or of other class shares all follow.
///
/// Source: Kull, Perello-Nieto, Kängsepp, Silva Filho, Song and Flach, *Beyond temperature scaling: obtaining well-calibrated
/// multi-class probabilities with Dirichlet calibration*, NeurIPS 2019.
struct DirichletFit: Sendable, Hashable, Codable {
    /// With more classes there are more weights than rows can tell.
    static let mostClasses = 8
    private static let mostRows = 20_000
    private static let ridge = 1e-2

    let classes: Int
    /// Of each class the weight of 1 and that of the logarithm of each class's score.
    private(set) var weights: [Double]
    /// Those of each refit.
    private(set) var refits: [[Double]] = []

    /// Learns from scores and the place of the class that came true; by Newton's method, with a little ridge towards the
    /// identity.
    ///
    /// - Parameter drawn: how many refits to resampled rows are made: a step of Newton's method each, from where all rows
    ///   lead to.
    /// - Returns: nil where the rows do not tell.
    init?(_ rows: [(scores: [Double], truth: Int)], drawing drawn: Int, _ random: inout Xoshiro256StarStar) {
        classes = rows.first?.scores.count ?? 0
        guard (2...Self.mostClasses).contains(classes) else { return nil }
        weights = Self.identity(classes)
        let inputs = rows.suffix(Self.mostRows).map { (x: Self.input($0.scores), truth: $0.truth) }
        var height = self.height(inputs)
        for _ in 0..<30 {
            let slope = gradient(inputs) { _ in 1 }
            guard let step = Cholesky(curvature(inputs))?.solve(slope) else { return nil }
            var share = 1.0
            let before = weights
            while share > 1e-3 {
                weights = zip(before, step).map { $0 + share * $1 }
                let reached = self.height(inputs)
                if reached >= height {
                    height = reached
                    break
                }
                share /= 2
            }
            guard share > 1e-3 else {
                weights = before
                break
            }
            if step.allSatisfy({ abs($0) < 1e-6 }) { break }
        }
        guard drawn > 0, let curvature = Cholesky(curvature(inputs)) else { return }
        refits = (0..<drawn).map { _ in
            // Each row as often as a Poisson variable of mean 1.
            let counts = inputs.map { _ in random.poissonOfOne() }
            return zip(weights, curvature.solve(gradient(inputs) { counts[$0] })).map { $0 + $1 }
        }
    }

    /// - Parameter refit: nil: of all rows.
    func probabilities(_ scores: [Double], refit: Int? = nil) -> [Double] {
        Self.probabilities(Self.input(scores), refit.map { refits[$0] } ?? weights)
    }

    /// Whether decoded values fit together.
    var isWhole: Bool {
        let count = classes * (classes + 1)
        return (2...Self.mostClasses).contains(classes) && weights.count == count
            && refits.count == CalibrationMap.refits && refits.allSatisfy { $0.count == count }
    }

    private static func identity(_ classes: Int) -> [Double] {
        (0..<classes).flatMap { row in [0] + (0..<classes).map { $0 == row ? 1 : 0 } }
    }

    private static func input(_ scores: [Double]) -> [Double] { [1] + scores.map { Double.log(max(1e-9, $0)) } }

    private static func probabilities(_ x: [Double], _ weights: [Double]) -> [Double] {
        let width = x.count
        var heights = (0..<width - 1).map { row in
            var sum = 0.0
            for column in 0..<width { sum += weights[row * width + column] * x[column] }
            return sum
        }
        let most = heights.max() ?? 0
        for row in heights.indices { heights[row] = Double.exp(heights[row] - most) }
        let total = heights.reduce(0, +)
        return heights.map { $0 / total }
    }

    /// The logarithm of the likelihood, less the ridge.
    private func height(_ rows: [(x: [Double], truth: Int)]) -> Double {
        var sum = NeumaierSum()
        for (weight, identity) in zip(weights, Self.identity(classes)) {
            sum.add(-Self.ridge / 2 * (weight - identity) * (weight - identity))
        }
        for (x, truth) in rows {
            sum.add(Double.log(max(.leastNormalMagnitude, Self.probabilities(x, weights)[truth])))
        }
        return sum.value
    }

    private func gradient(_ rows: [(x: [Double], truth: Int)], counting: (Int) -> Double) -> [Double] {
        var gradient = zip(weights, Self.identity(classes)).map { Self.ridge * ($1 - $0) }
        let width = classes + 1
        for (index, (x, truth)) in rows.enumerated() {
            let count = counting(index)
            guard count > 0 else { continue }
            let probabilities = Self.probabilities(x, weights)
            for row in 0..<classes {
                let gap = count * ((row == truth ? 1 : 0) - probabilities[row])
                for column in 0..<width { gradient[row * width + column] += gap * x[column] }
            }
        }
        return gradient
    }

    private func curvature(_ rows: [(x: [Double], truth: Int)]) -> [[Double]] {
        let width = classes + 1
        var blocks = [Double](repeating: 0, count: classes * classes * width * width)
        for (x, _) in rows {
            let probabilities = Self.probabilities(x, weights)
            for a in 0..<classes {
                for b in 0...a {
                    let weight = probabilities[a] * ((a == b ? 1 : 0) - probabilities[b])
                    let block = (a * classes + b) * width * width
                    for i in 0..<width {
                        let part = weight * x[i]
                        for j in 0..<width { blocks[block + i * width + j] += part * x[j] }
                    }
                }
            }
        }
        let count = classes * width
        var matrix = (0..<count).map { row in (0..<count).map { $0 == row ? Self.ridge : 0 } }
        for row in 0..<count {
            for column in 0..<count {
                // Only the blocks of the lower half are summed.
                let (r, c) = row / width >= column / width ? (row, column) : (column, row)
                let block = (r / width * classes + c / width) * width * width
                matrix[row][column] += blocks[block + r % width * width + c % width]
            }
        }
        return matrix
    }
}
