/// How a process ended.
enum ProcessEnd: Hashable {
    case exited(Int32)
    case signaled(Int32)

    /// - Parameter status: what waitpid(2) tells.
    init(_ status: Int32) {
        self = status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signaled(status & 0x7F)
    }
}
