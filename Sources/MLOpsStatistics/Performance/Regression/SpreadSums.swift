/// Joint moments of labels and squared errors: what share of the labels' variance the predictions explain.
struct SpreadSums: Sendable, Equatable {
    private var count = 0
    // Σ of y, y², y³, y⁴, e, e², e⁴, ye², y²e².
    private var sums = [DoubleDouble](repeating: DoubleDouble(0), count: 9)

    init() {}

    mutating func add(_ label: Double, _ error: Double) {
        count += 1
        let (y, e) = (DoubleDouble(label), DoubleDouble(error))
        let (yy, ee) = (y * y, e * e)
        sums.withUnsafeMutableBufferPointer { sums in
            sums[0] = sums[0] + y
            sums[1] = sums[1] + yy
            sums[2] = sums[2] + yy * y
            sums[3] = sums[3] + yy * yy
            sums[4] = sums[4] + e
            sums[5] = sums[5] + ee
            sums[6] = sums[6] + ee * ee
            sums[7] = sums[7] + y * ee
            sums[8] = sums[8] + yy * ee
        }
    }

    mutating func merge(_ other: SpreadSums) {
        count += other.count
        for (index, sum) in other.sums.enumerated() { sums[index] = sums[index] + sum }
    }

    private func mean(_ index: Int) -> DoubleDouble { sums[index] / Double(count) }

    private var variance: DoubleDouble { mean(1) - mean(0) * mean(0) }

    private static let constant = PerformanceFigure(undefined: "all labels are the same")

    /// R² = 1 − Σe²/Σ(y − ȳ)²; its interval by the delta method from the joint moments of both sums.
    var determination: PerformanceFigure {
        guard count > 0 else { return PerformanceFigure(undefined: "there are no labels") }
        let variance = variance
        guard variance.high.isFinite else { return .tooLarge }
        guard count > 1, variance.high > 0 else { return Self.constant }
        let ratio = (mean(5) / variance.high).high
        return .normal(1 - ratio, error: error(ratio: ratio), in: -.infinity...1)
    }

    /// 1 − Var(e)/Var(y): as R², but a constant error costs nothing.
    var explained: PerformanceFigure {
        guard count > 0 else { return PerformanceFigure(undefined: "there are no labels") }
        let variance = variance
        guard variance.high.isFinite else { return .tooLarge }
        guard count > 1, variance.high > 0 else { return Self.constant }
        let ratio = ((mean(5) - mean(4) * mean(4)) / variance.high).high
        return .normal(1 - ratio, error: error(ratio: ratio), in: -.infinity...1)
    }

    // The standard error of Σe²/Σ(y − ȳ)²: that of the mean of e² − ratio·(y − ȳ)², over the variance.
    private func error(ratio: Double) -> Double {
        let (centre, variance) = (mean(0), variance)
        let square = centre * centre
        // Central moments: Σ(y − ȳ)⁴ and Σe²(y − ȳ)².
        let fourth = mean(3) - four(centre * mean(2)) + six(square * mean(1)) - three(square * square)
        let cross = mean(8) - two(centre * mean(7)) + square * mean(5)
        let ofErrors = mean(6) - mean(5) * mean(5)
        let both = cross - mean(5) * variance
        let ofLabels = fourth - variance * variance
        let sum = ofErrors.high - 2 * ratio * both.high + ratio * ratio * ofLabels.high
        return sum > 0 ? (sum / Double(count)).squareRoot() / variance.high : .nan
    }

    private func two(_ x: DoubleDouble) -> DoubleDouble { x + x }
    private func three(_ x: DoubleDouble) -> DoubleDouble { x + x + x }
    private func four(_ x: DoubleDouble) -> DoubleDouble { two(two(x)) }
    private func six(_ x: DoubleDouble) -> DoubleDouble { two(three(x)) }
}

extension SpreadSums {
    func write(to writer: inout ByteWriter) {
        writer.write(count)
        for sum in sums { sum.write(to: &writer) }
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        count = try reader.number(upTo: PerformanceSums.mostRows)
        for index in sums.indices { sums[index] = try DoubleDouble(&reader) }
    }
}
