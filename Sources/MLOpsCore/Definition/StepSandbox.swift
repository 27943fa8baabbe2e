/// What is taken from all steps of a pipeline.
package struct StepSandbox: Hashable, Sendable {
    /// Whether steps reach any network; without one they have not even the machine's own.
    package var hasNetwork: Bool
    /// Whether steps can write nothing but what the contract gives them: work, model, metrics and temporary files.
    package var isReadOnly: Bool

    package init(hasNetwork: Bool = true, isReadOnly: Bool = false) {
        self.hasNetwork = hasNetwork
        self.isReadOnly = isReadOnly
    }
}
