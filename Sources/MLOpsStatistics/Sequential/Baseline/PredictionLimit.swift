import RealModule

/// What one more value of a series may be: Student's prediction limit, from the values seen.
///
/// The same values judge window after window. Student's limit is right for one more value on average over all series that
/// might have been seen, not for many more against this one: a series that by chance varies little would give alarm after
/// alarm. The variance is therefore its upper confidence bound at 90 %, (H−1)·s²/χ²₍H−1, 0.1₎.
struct PredictionLimit {
    /// From so many values on the variance is known well enough to be taken as it is where something else bounds p too.
    static let matureCount = 30

    private let moments: Moments
    /// What the variance is multiplied by.
    let inflation: Double

    /// - Parameter decidesAlone: whether nothing else bounds p; the variance of ``matureCount`` values and more is then a
    ///   bound too.
    init(_ values: [Double], decidesAlone: Bool = false) {
        moments = values.withUnsafeBufferPointer { Moments($0) }
        inflation = decidesAlone || values.count < Self.matureCount ? Self.inflation(of: values.count) : 1
    }

    private static func inflation(of count: Int) -> Double {
        guard count > 1 else { return 1 }
        let freedom = Double(count - 1)
        return freedom / ChiSquared(degreesOfFreedom: freedom).upperQuantile(0.9)
    }

    var mean: Double { moments.mean }
    /// nil below two values.
    var variance: Double? { moments.variance }

    /// Returns P(|T| ≥ |t|) with T = (x−x̄)/√(variance·inflation·(1+1/H)) on H−1 degrees of freedom.
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
        return (value - mean) / (variance * inflation * (1 + 1 / moments.count)).squareRoot()
    }
}
