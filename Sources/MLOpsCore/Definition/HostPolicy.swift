/// The daemon's own settings that decisions depend on.
package struct HostPolicy: Hashable, Sendable {
    /// Runs of all pipelines that may be active at once.
    package var maxRunningRuns: Int
    /// The machine's id; makes jitter differ between machines and stay the same on each.
    package var machine: String

    package init(maxRunningRuns: Int = 2, machine: String = "") {
        self.maxRunningRuns = maxRunningRuns
        self.machine = machine
    }
}
