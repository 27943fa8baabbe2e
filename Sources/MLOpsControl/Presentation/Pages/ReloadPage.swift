/// What `mlopsctl reload` says.
package enum ReloadPage {
    package static func text(_ reload: ReloadResponse, _ style: TextStyle) -> String {
        let messages = reload.messages.map { style.fitted(message($0)) }
        let changes = reload.changes.map { change in
            style.fitted("\(change.kind.rawValue, change.kind == .invalid ? .bad : nil) \(change.pipeline, .strong)")
        }
        let summary =
            reload.succeeded
            ? "\(CountText.counted(reload.pipelines, "pipeline")) in force."
            : "Not reloaded: what was in force stays in force."
        return (messages + changes + [summary]).joinedLines
    }

    /// `file:line:column: error: key: problem; hint`.
    package static func message(_ message: ConfigurationMessage) -> StyledText {
        let key = message.key.map { "\($0): " } ?? ""
        let hint = message.hint.map { "; \($0)" } ?? ""
        let paint: Paint = message.severity == .error ? .bad : .warning
        return "\(message.place): \(message.severity.rawValue, paint): \(key)\(message.problem)\(hint)"
    }
}
