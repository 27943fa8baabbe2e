/// How a process ended.
package enum ProcessEnd: Hashable, Sendable {
    case exited(code: Int32)
    case signaled(Int32, core: Bool)
    /// It ended, and the status is not ours to read: it is no child of this process.
    case unknown
}
