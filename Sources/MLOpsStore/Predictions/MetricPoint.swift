/// A value of a metric that another program counted.
package struct MetricPoint: Hashable, Sendable {
    package var metric: String
    /// Into `IngestBatch.versions`; of what is read the code of a word.
    package var version: Int64
    /// In microseconds since 1970.
    package var at: Int64
    /// Finite.
    package var value: Double
    /// Of the interval that holds what is behind the value; nil: it was not sent.
    package var low: Double?
    package var high: Double?
    /// How many predictions it was made of.
    package var samples: Int64

    package init(
        metric: String, version: Int64, at: Int64, value: Double, low: Double? = nil, high: Double? = nil,
        samples: Int64
    ) {
        self.metric = metric
        self.version = version
        self.at = at
        self.value = value
        self.low = low
        self.high = high
        self.samples = samples
    }
}
