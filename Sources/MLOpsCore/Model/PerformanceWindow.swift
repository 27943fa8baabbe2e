package import MLOpsSchedule

/// Predictions of one version within a span of time, and one metric of those whose labels are known.
package struct PerformanceWindow: Hashable, Sendable, Codable {
    package enum Status: String, Sendable, Codable, CaseIterable {
        case judged
        /// Labels are still to come.
        case immature
        /// There are too few labels, in all or of one class.
        case insufficient
        /// The metric has no value.
        case undefined
    }

    package var start: Instant
    package var end: Instant
    package var version: ModelVersionID
    package var predictions: Int64
    package var labelled: Int64
    package var status: Status
    package var value: Double?
    /// Of the interval that holds what is behind the value.
    package var low: Double?
    package var high: Double?
    /// Whether it is surely over the bound.
    package var isBreach: Bool

    package init(
        start: Instant, end: Instant, version: ModelVersionID, predictions: Int64, labelled: Int64, status: Status,
        value: Double? = nil, low: Double? = nil, high: Double? = nil, isBreach: Bool = false
    ) {
        self.start = start
        self.end = end
        self.version = version
        self.predictions = predictions
        self.labelled = labelled
        self.status = status
        self.value = value
        self.low = low
        self.high = high
        self.isBreach = isBreach
    }

    /// The share of the predictions whose labels are known.
    package var coverage: Double { predictions > 0 ? Double(labelled) / Double(predictions) : 0 }
}
