/// The answer of `POST /v1/prune`: what was removed, or would be.
package struct PruneResponse: Codable, Sendable, Hashable {
    package struct Item: Codable, Sendable, Hashable {
        /// `r17` for the directory of a run, `churn/3` for the files of a version.
        package var id: String
        package var bytes: Int64

        package init(id: String, bytes: Int64) {
            self.id = id
            self.bytes = bytes
        }
    }

    package struct Held: Codable, Sendable, Hashable {
        package var id: String
        package var reason: String

        package init(id: String, reason: String) {
            self.id = id
            self.reason = reason
        }
    }

    package var isDryRun: Bool
    package var runs: [Item]
    package var models: [Item]
    /// What count and age would have removed, and why it stays.
    package var held: [Held]

    package init(isDryRun: Bool, runs: [Item], models: [Item], held: [Held]) {
        self.isDryRun = isDryRun
        self.runs = runs
        self.models = models
        self.held = held
    }
}
