import CMLOpsLinux

/// The thread that asks.
package enum CurrentThread {
    /// Gives it a name, at most 15 bytes, which shows in `ps -L` and `top -H`; a longer one is not taken.
    package static func name(_ name: String) { _ = mlops_thread_name(name) }
}
