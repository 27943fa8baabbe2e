import RealModule

/// What one more value of a series may be: Student's prediction limit, from the values seen.
struct PredictionLimit {
    private let moments: Moments

    init(_ values: [Double]) { moments = values.withUnsafeBufferPointer { Moments($0) } }

    var mean: Double { moments.mean }
    /// nil below two values.
    var variance: Double? { moments.variance }

    /// Returns P(|T| ≥ |t|) with T = (x−x̄)/√(variance·(1+1/H)) on H−1 degrees of freedom.
    func twoSided(_ value: Double, variance: Double) -> Double {
        guard let t = t(value, variance) else { return value == mean ? 1 : 0 }
        return student.twoSided(t)
    }

    /// Returns P(T ≥ t), for what is news only when larger; nil where all values seen are equal.
    func upper(_ value: Double) -> Double? {
        t(value, variance ?? 0).map { student.upper($0) }
    }

    private var student: StudentT { StudentT(degreesOfFreedom: max(1, moments.count - 1)) }

    private func t(_ value: Double, _ variance: Double) -> Double? {
        guard variance > 0 else { return nil }
        return (value - mean) / (variance * (1 + 1 / moments.count)).squareRoot()
    }
}
