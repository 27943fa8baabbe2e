/// A number that a step reported.
package struct MetricValue: Codable, Sendable, Hashable {
    package var name: String
    package var value: Double
    /// The champion's value of the same metric.
    package var champion: Double?

    package init(name: String, value: Double, champion: Double? = nil) {
        self.name = name
        self.value = value
        self.champion = champion
    }
}
