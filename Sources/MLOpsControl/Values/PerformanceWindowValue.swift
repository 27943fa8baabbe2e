/// Predictions of one version in a span of time.
package struct PerformanceWindowValue: Codable, Sendable, Hashable {
    package enum Status: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        /// It is mature and has labels enough.
        case judged
        /// Labels are still to come.
        case immature
        /// There are too few labels, in all or of one class.
        case insufficient
    }

    /// A metric of it.
    package struct Metric: Codable, Sendable, Hashable {
        package var value: Double?
        /// The interval that holds what is behind the value with 95 %.
        package var low: Double?
        package var high: Double?
        /// Why there is no value.
        package var reason: String?

        package init(value: Double?, low: Double?, high: Double?, reason: String?) {
            self.value = value
            self.low = low
            self.high = high
            self.reason = reason
        }
    }

    package var start: Timestamp
    package var end: Timestamp
    package var version: String
    /// The column of segments and its value; nil: all predictions.
    package var column: String?
    package var segment: String?
    /// Predictions.
    package var n: Int64
    package var labelled: Int64
    /// The share that is labelled.
    package var coverage: Double
    package var status: Status
    package var metrics: [String: Metric]

    package init(
        start: Timestamp, end: Timestamp, version: String, column: String? = nil, segment: String? = nil, n: Int64,
        labelled: Int64, coverage: Double, status: Status, metrics: [String: Metric]
    ) {
        self.start = start
        self.end = end
        self.version = version
        self.column = column
        self.segment = segment
        self.n = n
        self.labelled = labelled
        self.coverage = coverage
        self.status = status
        self.metrics = metrics
    }
}
