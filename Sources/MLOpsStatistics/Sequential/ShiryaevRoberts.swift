import RealModule

/// A detector of changes for any number of columns: Shiryaev-Roberts sums of e-values, averaged with weights.
///
/// Each look, S ← ln(1 + e^S) + ln e for every column, and M = ln Σ w·e^S. When the e-values have mean at most 1 given the
/// past, an alarm at M ≥ ln A comes on average not before A looks, whatever the dependence between columns.
/// Source: J. Shin, A. Ramdas, A. Rinaldo, *E-detectors: a nonparametric framework for sequential change detection*, 2022.
package struct ShiryaevRoberts: Sendable, Equatable {
    /// Weights of the columns; they add up to 1.
    package let weights: [Double]
    /// S of each column, −∞ at the start.
    package private(set) var logStatistics: [Double]

    /// - Parameter weights: not negative; they are scaled to add up to 1. Without any positive weight all are equal.
    package init(weights: [Double]) {
        let usable = weights.map { $0.isFinite && $0 > 0 ? $0 : 0 }
        let total = NeumaierSum.of(usable)
        self.weights =
            total > 0 ? usable.map { $0 / total } : weights.map { _ in 1 / Double(weights.count) }
        logStatistics = weights.map { _ in -.infinity }
    }

    init(weights: [Double], logStatistics: [Double]) {
        self.init(weights: weights)
        self.logStatistics = logStatistics
    }

    /// M, the logarithm of the detector.
    package var logStatistic: Double {
        LogSum.of(zip(weights, logStatistics).lazy.filter { $0.0 > 0 }.map { Double.log($0.0) + $0.1 })
    }

    /// Takes the evidence of one look, as ln e for each column; nil where a column has none, which leaves it as it is.
    package mutating func observe(_ logEvidence: [Double?]) {
        for (index, evidence) in logEvidence.enumerated() where index < logStatistics.count {
            guard let evidence, !evidence.isNaN else { continue }
            logStatistics[index] = LogSum.onePlusExp(logStatistics[index]) + evidence
        }
    }

    /// Forgets the evidence of some columns, or of all when none is named.
    package mutating func reset(columns: [Int] = []) {
        for index in columns.isEmpty ? Array(logStatistics.indices) : columns { logStatistics[index] = -.infinity }
    }

    /// Returns the columns that an alarm at level A is due to, the strongest first: e-d-BH.
    ///
    /// The largest j such that the j-th largest weighted statistic reaches A·K/j. Source: S. Dandapanthula and A. Ramdas,
    /// *Multiple testing in multi-stream sequential change detection*, 2025.
    package func attributed(logLevel: Double) -> [Int] {
        let count = Double(weights.count)
        let scaled = weights.indices.map {
            weights[$0] > 0 ? logStatistics[$0] + Double.log(weights[$0] * count) : -.infinity
        }
        let order = scaled.indices.sorted { (scaled[$1], $0) < (scaled[$0], $1) }
        let reached = order.indices.last { scaled[order[$0]] >= logLevel + Double.log(count / Double($0 + 1)) }
        return reached.map { Array(order[...$0]) } ?? []
    }
}
