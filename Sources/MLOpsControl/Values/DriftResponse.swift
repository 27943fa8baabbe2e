/// What the drift monitors of a pipeline say.
package struct DriftResponse: Codable, Sendable, Hashable {
    package var pipeline: String
    /// One for each place in the triggers that waits for drift.
    package var monitors: [DriftMonitorValue]

    package init(pipeline: String, monitors: [DriftMonitorValue]) {
        self.pipeline = pipeline
        self.monitors = monitors
    }
}
