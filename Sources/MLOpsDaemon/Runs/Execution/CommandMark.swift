/// Marks programs that mean nothing without the daemon that started them, such as the check of a gate: when the daemon
/// died, the next one ends them before it starts them again.
///
/// A reload is not marked: what it starts may be meant to stay.
enum CommandMark {
    /// - Parameter state: the daemon's state directory, which tells daemons of one host apart.
    static func variable(state: String) -> String { "MLOPS_DAEMON=\(state)" }
}
