import CMLOpsLinux

/// What this process may run on.
package enum Processor {
    /// Whether its threads share one processor, as it was when this was first asked.
    package static let isOnlyOne = mlops_processors() == 1
}
