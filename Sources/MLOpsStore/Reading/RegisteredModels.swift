package import MLOpsCore

/// The models that are to be found in the registry.
package struct RegisteredModels: Sendable {
    /// Whose files were not pruned, in order.
    package let versions: [ModelVersion]
    /// Runs that are registering a version, or have registered one that is still to be judged.
    package let runs: [Run]

    package init(versions: [ModelVersion], runs: [Run] = []) {
        self.versions = versions
        self.runs = runs
    }
}
