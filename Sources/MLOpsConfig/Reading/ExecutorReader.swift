import MLOpsCore

/// Reads `executor:`, of a step or of the daemon.
enum ExecutorReader {
    /// What `local` was called first.
    private static let formerName = "process"

    static func read(_ field: Field) -> StepDefinition.Executor? {
        if case .scalar(let scalar) = field.node.content, scalar.text == formerName { return .local }
        switch field.choice(among: ["local", "systemd"]) {
        case "local": return .local
        case "systemd": return .systemd
        default: return nil
        }
    }
}
