import CMLOpsLinux

/// What a long-running process keeps in memory of its own start.
package enum StartupMemory {
    /// Lets go of code that only the start needed, which comes back when it runs again, and of freed memory.
    package static func release() { mlops_forget_startup() }
}
