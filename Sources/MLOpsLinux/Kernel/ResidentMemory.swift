import CMLOpsLinux

/// What a long-running process keeps in memory of what it does no more.
package enum ResidentMemory {
    /// What is read from files at once is larger, and so are batches of rows; little that lives long is.
    private static let largeBlock = 512 * 1024

    /// Gives large blocks back when they are freed, from now on; called before there is any.
    package static func returnLargeBlocks() { mlops_return_blocks(largeBlock) }

    /// Lets go of code that only the start needed, which comes back when it runs again, and of freed memory.
    package static func releaseStartup() { mlops_forget_startup() }
}
