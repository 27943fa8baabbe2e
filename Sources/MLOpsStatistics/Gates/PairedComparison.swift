/// A metric of the candidate, and of the champion on the same rows, with what chance leaves open.
package struct PairedComparison: Sendable, Equatable {
    package enum Method: String, Sendable, CaseIterable {
        /// Right or wrong row by row: Tango's score interval, with the mid-p value of McNemar's test.
        case pairedProportions
        case pairedBootstrap
        case deLong
    }

    package struct Difference: Sendable, Equatable {
        package let method: Method
        package let champion: Double
        /// The candidate's value minus the champion's.
        package let value: Double
        /// What the true difference is not below, and not above, each but with probability ``PairedComparison/error``.
        package let bounds: ClosedRange<Double>
        /// Of McNemar's test that there is no difference.
        package let p: Double?
    }

    /// Why a metric can not be taken from rows.
    package struct Obstacle: Error, Sendable, Equatable {
        package let reason: String
    }

    /// The probability with which each bound may fail.
    ///
    /// Below 0.05, so that of models that are worse by the whole margin
    /// at most one in twenty passes also where limit distributions are not quite reached.
    package static let error = 0.045

    package let rows: Int
    package let candidate: Double
    /// Of the candidate's value; nil where the metric does not allow for one.
    package let interval: ClosedRange<Double>?
    /// nil: the rows hold nothing of the champion for this metric.
    package let difference: Difference?

    /// - Parameters:
    ///   - metric: a column of this name holds what is averaged; or else a metric that ``RowMetric`` knows.
    ///   - error: the probability with which each bound may fail.
    package init(
        of metric: String, in results: RowResults, error: Double = Self.error
    ) throws(Obstacle) {
        guard results.count > 0 else { throw Obstacle(reason: "it has no rows") }
        let reading = RowReading(metric: metric, results: results)
        let candidate = try reading.outcome(of: .candidate)
        let champion = reading.isMeasured(of: .champion) ? try reading.outcome(of: .champion) : nil
        guard let value = candidate.value else {
            throw Obstacle(reason: "\(metric) is not defined for its \(results.count) rows")
        }
        rows = results.count
        self.candidate = value
        interval = candidate.interval(error: error)
        difference = champion.flatMap { candidate.difference(from: $0, error: error) }
    }
}
