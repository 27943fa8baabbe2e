/// The body of `POST /v1/pipelines/{name}/metrics`: values of metrics that another program counted.
package struct MetricsBody: Codable, Sendable, Hashable {
    package struct Point: Codable, Sendable, Hashable {
        package var metric: String
        package var value: Double
        /// How many predictions it was made of.
        package var samples: Int64
        /// The end of the time that it is of; nil: now.
        package var at: Timestamp?
        /// nil: the model version that was in production then.
        package var version: String?
        /// The interval that holds what is behind the value with 95 %; both or none.
        package var low: Double?
        package var high: Double?

        package init(
            metric: String, value: Double, samples: Int64, at: Timestamp? = nil, version: String? = nil,
            low: Double? = nil, high: Double? = nil
        ) {
            self.metric = metric
            self.value = value
            self.samples = samples
            self.at = at
            self.version = version
            self.low = low
            self.high = high
        }
    }

    package var points: [Point]

    package init(points: [Point]) { self.points = points }
}
