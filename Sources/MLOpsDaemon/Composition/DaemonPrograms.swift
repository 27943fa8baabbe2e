/// Programs that do for the daemon what it must not do itself.
package struct DaemonPrograms: Sendable {
    /// Outlives the daemon beside a step and records its end.
    package var shim: String
    /// Where the service manager starts the shim in a unit of its own; nil: it is a child of the daemon.
    package var stepSocket: String?
    /// Whose steps are there where their pipeline names nobody, as their unit says; nil: they are the daemon's user.
    package var stepUser: String?
    /// Reads data that may be hostile.
    package var profiler: String

    package init(shim: String, profiler: String) {
        self.shim = shim
        self.profiler = profiler
    }
}
