import RealModule

/// What metrics of predicted numbers are made of.
struct RegressionSums: Sendable, Equatable {
    /// Labels closer to 0 than this are left out of the relative error; 2⁻⁵², as scikit-learn divides by at least.
    static let leastLabel = 0x1p-52

    private(set) var labelled = 0
    private var signed = WideMoments()
    private var absolute = WideMoments()
    private var squared = WideMoments()
    private var relative = WideMoments()
    private var symmetric = WideMoments()
    private var logarithmic = WideMoments()
    private var low = WideMoments()
    private var high = WideMoments()
    private var spread = SpreadSums()
    private var magnitudes = RankedCounts()
    private var largest = 0.0
    // Labels or predictions below −1 + 2⁻⁵², which have no logarithm.
    private var tooSmall = 0

    init() {}

    mutating func add(_ row: PerformanceRow) {
        let (label, prediction) = (row.label, row.prediction)
        guard !label.isNaN, !prediction.isNaN else { return }
        labelled += 1
        let error = prediction - label
        guard error.isFinite else { return addBeyondRange() }
        let magnitude = error.magnitude
        signed.add(error)
        absolute.add(magnitude)
        squared.add(error * error)
        spread.add(label, error)
        magnitudes.add(magnitude, isPositive: true)
        largest = max(largest, magnitude)
        if label.magnitude >= Self.leastLabel { relative.add(magnitude / label.magnitude) }
        let sum = label.magnitude / 2 + prediction.magnitude / 2
        symmetric.add(sum > 0 ? magnitude / sum : 0)
        low.add(error > 0 ? 0.9 * magnitude : 0.1 * magnitude)
        high.add(error > 0 ? 0.1 * magnitude : 0.9 * magnitude)
        guard min(label, prediction) > -1 else { return tooSmall += 1 }
        let gap = Double.log(onePlus: prediction) - Double.log(onePlus: label)
        logarithmic.add(gap * gap)
    }

    private mutating func addBeyondRange() {
        largest = .infinity
        signed.add(.infinity)
        absolute.add(.infinity)
        squared.add(.infinity)
    }

    mutating func merge(_ other: RegressionSums) {
        labelled += other.labelled
        signed.merge(other.signed)
        absolute.merge(other.absolute)
        squared.merge(other.squared)
        relative.merge(other.relative)
        symmetric.merge(other.symmetric)
        logarithmic.merge(other.logarithmic)
        low.merge(other.low)
        high.merge(other.high)
        spread.merge(other.spread)
        magnitudes.merge(other.magnitudes)
        largest = max(largest, other.largest)
        tooSmall += other.tooSmall
    }
}

extension RegressionSums {
    private static let unlabelled = "there are no labels"

    var figures: [NamedFigure] {
        let positive = 0...Double.infinity
        let mse = squared.figure(in: positive, orElse: Self.unlabelled)
        let rmsle = logarithmic.figure(in: positive, orElse: Self.unlabelled)
        let tooSmall = PerformanceFigure(undefined: "a label or prediction is −1 or less and has no logarithm")
        return [
            NamedFigure("mae", absolute.figure(in: positive, orElse: Self.unlabelled)), NamedFigure("mse", mse),
            NamedFigure("rmse", mse.root),
            NamedFigure("bias", signed.figure(in: -.infinity...Double.infinity, orElse: Self.unlabelled)),
            NamedFigure("medae", ofFinite(MedianFigure.of(magnitudes, orElse: Self.unlabelled))),
            NamedFigure("max_error", largestFigure), NamedFigure("r2", ofFinite(spread.determination)),
            NamedFigure("explained_variance", ofFinite(spread.explained)),
            NamedFigure("mape", ofFinite(relative.figure(in: positive, orElse: "no label is other than 0"))),
            NamedFigure("smape", ofFinite(symmetric.figure(in: 0...2, orElse: Self.unlabelled))),
            NamedFigure("rmsle", ofFinite(self.tooSmall > 0 ? tooSmall : rmsle.root)),
            NamedFigure("pinball_10", ofFinite(low.figure(in: positive, orElse: Self.unlabelled))),
            NamedFigure("pinball_90", ofFinite(high.figure(in: positive, orElse: Self.unlabelled))),
        ]
    }

    private func ofFinite(_ figure: PerformanceFigure) -> PerformanceFigure {
        largest.isFinite ? figure : .tooLarge
    }

    /// Of a largest value no interval follows from the rows.
    private var largestFigure: PerformanceFigure {
        labelled == 0 ? PerformanceFigure(undefined: Self.unlabelled) : ofFinite(PerformanceFigure(value: largest))
    }
}

extension PerformanceFigure {
    /// Of a mean of squares its root, with the same interval.
    var root: PerformanceFigure {
        guard let value else { return self }
        return PerformanceFigure(
            value: value.squareRoot(), low: low.map { $0.squareRoot() }, high: high.map { $0.squareRoot() })
    }
}

extension RegressionSums {
    private var moments: [WideMoments] {
        [signed, absolute, squared, relative, symmetric, logarithmic, low, high]
    }

    func write(to writer: inout ByteWriter) {
        writer.write(labelled)
        writer.write(tooSmall)
        writer.write(largest)
        for moments in moments { moments.write(to: &writer) }
        spread.write(to: &writer)
        magnitudes.write(to: &writer)
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        labelled = try reader.number(upTo: PerformanceSums.mostRows)
        tooSmall = try reader.number(upTo: labelled)
        largest = try reader.double()
        signed = try WideMoments(&reader)
        absolute = try WideMoments(&reader)
        squared = try WideMoments(&reader)
        relative = try WideMoments(&reader)
        symmetric = try WideMoments(&reader)
        logarithmic = try WideMoments(&reader)
        low = try WideMoments(&reader)
        high = try WideMoments(&reader)
        spread = try SpreadSums(&reader)
        magnitudes = try RankedCounts(&reader)
    }
}
