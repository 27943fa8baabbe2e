/// What the metrics of windows are estimated at without their labels, which takes for granted that labels mean what they
/// meant.
package struct EstimateValue: Codable, Sendable, Hashable {
    /// A metric of it.
    package struct Metric: Codable, Sendable, Hashable {
        package var value: Double?
        /// The interval that holds what labels will show with 95 %.
        package var low: Double?
        package var high: Double?
        /// Why there is no value.
        package var reason: String?
        /// What it was before it was corrected by what estimates of windows whose labels came since were off by.
        package var uncorrected: Double?

        package init(value: Double?, low: Double?, high: Double?, reason: String?, uncorrected: Double? = nil) {
            self.value = value
            self.low = low
            self.high = high
            self.reason = reason
            self.uncorrected = uncorrected
        }

        /// 0: no label said that it is off.
        package var correction: Double { (value ?? 0) - (value == nil ? 0 : uncorrected ?? value ?? 0) }
    }

    /// Predictions of one version in a span of time.
    package struct Window: Codable, Sendable, Hashable {
        package var start: Timestamp
        package var end: Timestamp
        package var version: String
        /// Predictions.
        package var n: Int64
        /// So many labelled predictions of other windows the estimate follows from.
        package var learnt: Int64
        package var metrics: [String: Metric]

        package init(
            start: Timestamp, end: Timestamp, version: String, n: Int64, learnt: Int64,
            metrics: [String: Metric]
        ) {
            self.start = start
            self.end = end
            self.version = version
            self.n = n
            self.learnt = learnt
            self.metrics = metrics
        }
    }

    /// Whether a trigger's metric is surely on the wrong side in the last windows; no run starts for that.
    package var isSuspect: Bool
    /// One sentence for each trigger whose metric is estimated.
    package var texts: [String]
    /// From the earliest on; also those whose labels came since.
    package var windows: [Window]

    package init(isSuspect: Bool, texts: [String], windows: [Window]) {
        self.isSuspect = isSuspect
        self.texts = texts
        self.windows = windows
    }
}
