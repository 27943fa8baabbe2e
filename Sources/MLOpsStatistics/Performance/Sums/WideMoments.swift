import RealModule

/// Count, sum and sum of squares with about 106 bits, so that neither the order of the rows nor a large mean costs digits.
struct WideMoments: Sendable, Equatable {
    private(set) var count = 0
    private var sum = DoubleDouble(0)
    private var squares = DoubleDouble(0)

    mutating func add(_ value: Double) {
        count += 1
        let wide = DoubleDouble(value)
        sum = sum + wide
        squares = squares + wide * wide
    }

    mutating func merge(_ other: WideMoments) {
        count += other.count
        sum = sum + other.sum
        squares = squares + other.squares
    }

    /// nil without values; not finite if a value or the sum was not.
    var mean: Double? { count > 0 ? (sum / Double(count)).high : nil }

    /// Σ(x − mean)².
    var deviations: Double {
        guard count > 0 else { return 0 }
        return max(0, (squares - sum * sum / Double(count)).high)
    }

    /// The mean with the interval of Student (1908), which needs many or nearly normal values.
    func figure(in range: ClosedRange<Double>, orElse reason: String) -> PerformanceFigure {
        guard let mean else { return PerformanceFigure(undefined: reason) }
        guard mean.isFinite else { return .tooLarge }
        guard count > 1, deviations.isFinite else { return PerformanceFigure(value: mean) }
        let error = (deviations / Double(count - 1) / Double(count)).squareRoot()
        return .normal(mean, error: error * Self.studentFactor(count), in: range)
    }

    // By how much the quantile of Student's distribution exceeds the normal one.
    private static func studentFactor(_ count: Int) -> Double {
        count > 10_000 ? 1 : StudentT(degreesOfFreedom: Double(count - 1)).upperQuantile(0.025) / PerformanceFigure.z
    }
}

extension WideMoments {
    func write(to writer: inout ByteWriter) {
        writer.write(count)
        sum.write(to: &writer)
        squares.write(to: &writer)
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        count = try reader.number(upTo: PerformanceSums.mostRows)
        sum = try DoubleDouble(&reader)
        squares = try DoubleDouble(&reader)
    }
}

extension DoubleDouble {
    func write(to writer: inout ByteWriter) {
        writer.write(high)
        writer.write(low)
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        let (high, low) = (try reader.double(), try reader.double())
        self = DoubleDouble(high) + DoubleDouble(low)
    }
}
