/// Which version a router sends which requests to, while a new one is tried on a share of them and after.
package struct TrafficSplit: Hashable, Sendable, Codable {
    package struct Canary: Hashable, Sendable, Codable {
        package var version: ModelVersionID
        /// Of the requests; above 0 and below 100.
        package var percent: Int

        package init(version: ModelVersionID, percent: Int) {
            self.version = version
            self.percent = percent
        }
    }

    /// The target that it is about; the router finds the split beside it.
    package var target: String
    /// Gets what no canary gets.
    package var stable: ModelVersionID
    package var canary: Canary?

    package init(target: String, stable: ModelVersionID, canary: Canary? = nil) {
        self.target = target
        self.stable = stable
        self.canary = canary
    }
}
