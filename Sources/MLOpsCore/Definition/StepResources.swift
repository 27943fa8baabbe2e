/// What a step may take of the machine at most; the kernel holds it to that, and the daemon counts accelerators.
package struct StepResources: Hashable, Sendable {
    /// In bytes; a step that needs more is killed.
    package var memory: Int64?
    /// In hundredths of a processor: 150 is one and a half.
    package var cpuPercent: Int?
    /// Processes and threads together.
    package var tasks: Int?
    /// How many accelerators it has for itself while it runs.
    package var accelerators: Int?

    package init(memory: Int64? = nil, cpuPercent: Int? = nil, tasks: Int? = nil, accelerators: Int? = nil) {
        self.memory = memory
        self.cpuPercent = cpuPercent
        self.tasks = tasks
        self.accelerators = accelerators
    }
}
