/// A sequential test of one deployed version.
package struct HarmTestKey: Hashable, Sendable {
    /// What is tested and how; another text is another test.
    package var test: String
    /// The number of the deployment that made the version live: each begins anew.
    package var deployment: Int64

    package init(test: String, deployment: Int64) {
        self.test = test
        self.deployment = deployment
    }
}
