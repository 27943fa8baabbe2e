import RealModule

/// What is usual among losses, found from the first of them.
struct LossSample {
    /// In the order of the stream; finite.
    let values: [Double]
    private let sorted: [Double]

    init(_ values: [Double]) {
        self.values = values.map { max(-LossScale.largest, min(LossScale.largest, $0)) }
        sorted = self.values.sorted()
    }

    /// Whether there are at most two different losses, as of errors and correct answers.
    var isBinary: Bool {
        guard let first = sorted.first, let last = sorted.last else { return true }
        return values.allSatisfy { $0 == first || $0 == last }
    }

    var isWithinUnit: Bool { sorted.isEmpty || (sorted[0] >= 0 && sorted[sorted.count - 1] <= 1) }

    /// From the 0.1 % quantile to that of 99.9 %; from the smallest to the largest where most are equal.
    var scale: LossScale {
        guard let first = sorted.first, let last = sorted.last else { return .unit }
        let scale = LossScale(low: quantile(0.001), high: quantile(0.999))
        return scale.high > scale.low && !isBinary ? scale : LossScale(low: first, high: last)
    }

    /// From 0, or what is less, to the largest: with a known mean, cutting small losses off would hide an improvement.
    var scaleFromZero: LossScale {
        isWithinUnit ? .unit : LossScale(low: min(0, sorted[0]), high: sorted[sorted.count - 1])
    }

    /// Losses that cut the sample into parts of equal size; equal ones where many losses are equal.
    var ranks: LossRanks {
        LossRanks(edges: (1...LossRanks.count).map { quantile(Double($0) / Double(LossRanks.count + 1)) })
    }

    private func quantile(_ p: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * p))]
    }
}
