import RealModule

/// A smooth map of scores to probabilities: a logistic regression on ln s and −ln(1 − s).
///
/// Source: Kull, Silva Filho and Flach, *Beta calibration*, AISTATS 2017.
struct BetaFit: Sendable {
    private var weights = (intercept: 0.0, up: 1.0, down: 1.0)

    /// By Newton's method, with a little ridge towards the identity.
    init(_ cells: CalibrationCells) {
        let inputs = cells.scores.map(Self.inputs)
        var height = height(cells, inputs)
        for _ in 0..<25 {
            guard let step = step(cells, inputs) else { return }
            let before = weights
            var share = 1.0
            // A whole step may lead too far, where nearly all probabilities are 0 or 1.
            while share > 1e-3 {
                weights.intercept = before.intercept + share * step[0]
                weights.up = before.up + share * step[1]
                weights.down = before.down + share * step[2]
                let reached = self.height(cells, inputs)
                if reached >= height {
                    height = reached
                    break
                }
                share /= 2
            }
            guard share > 1e-3 else {
                weights = before
                return
            }
            if step.allSatisfy({ abs($0) < 1e-7 }) { return }
        }
    }

    /// The logarithm of the likelihood, less the ridge.
    private func height(_ cells: CalibrationCells, _ inputs: [(up: Double, down: Double)]) -> Double {
        let (a, b, c) = (weights.intercept, weights.up - 1, weights.down - 1)
        var sum = NeumaierSum()
        sum.add(-Self.ridge / 2 * (a * a + b * b + c * c))
        for (index, (up, down)) in inputs.enumerated() {
            let x = weights.intercept + weights.up * up + weights.down * down
            // −ln(1 + e^−x) and −ln(1 + e^x).
            let tail = Double.log(onePlus: Double.exp(-abs(x)))
            sum.add(cells.positives[index] * (min(x, 0) - tail) - cells.negatives[index] * (max(x, 0) + tail))
        }
        return sum.value
    }

    func value(_ score: Double) -> Double {
        let (up, down) = Self.inputs(score)
        return Self.logistic(weights.intercept + weights.up * up + weights.down * down)
    }

    private static let ridge = 1e-2

    private static func inputs(_ score: Double) -> (up: Double, down: Double) {
        let s = min(1 - 1e-9, max(1e-9, score))
        return (Double.log(s), -Double.log(1 - s))
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }

    private func step(_ cells: CalibrationCells, _ inputs: [(up: Double, down: Double)]) -> [Double]? {
        var gradient = [-weights.intercept, 1 - weights.up, 1 - weights.down].map { $0 * Self.ridge }
        var curvature = [[Self.ridge, 0, 0], [0, Self.ridge, 0], [0, 0, Self.ridge]]
        for (index, (up, down)) in inputs.enumerated() {
            let rows = cells.positives[index] + cells.negatives[index]
            guard rows > 0 else { continue }
            let p = Self.logistic(weights.intercept + weights.up * up + weights.down * down)
            let (gap, weight) = (cells.positives[index] - rows * p, rows * p * (1 - p))
            let x = [1, up, down]
            for i in 0..<3 {
                gradient[i] += gap * x[i]
                for j in 0..<3 { curvature[i][j] += weight * x[i] * x[j] }
            }
        }
        return Self.solve(curvature, gradient)
    }

    /// Cramer's rule; nil where it does not help.
    private static func solve(_ a: [[Double]], _ b: [Double]) -> [Double]? {
        func determinant(_ m: [[Double]]) -> Double {
            m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
        }
        let whole = determinant(a)
        guard whole > 0, whole.isFinite else { return nil }
        let solution = (0..<3).map { column -> Double in
            var replaced = a
            for row in 0..<3 { replaced[row][column] = b[row] }
            return determinant(replaced) / whole
        }
        return solution.allSatisfy(\.isFinite) ? solution : nil
    }
}
