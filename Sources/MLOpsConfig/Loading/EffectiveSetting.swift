/// A key of the daemon's settings as it counts, and where it was written.
package struct EffectiveSetting: Hashable, Sendable {
    /// With dots between the keys of mappings: `outbox.mail.run`.
    package var key: String
    /// As it could stand in a file.
    package var value: String
    /// `file:line`; nil: nobody wrote it, and it is the default.
    package var origin: String?
}

extension EffectiveSetting {
    /// Returns every setting, in the order of their keys: what is written, and the defaults of what is not.
    ///
    /// - Parameter merged: All files laid over one another; nil: there is none.
    static func all(of merged: DocumentNode?) -> [EffectiveSetting] {
        let written = merged.map { leaves(of: $0, under: "") } ?? []
        let keys = Set(written.map { String($0.key.prefix { $0 != "." }) })
        let defaults = DaemonSettings.defaults.filter { !keys.contains($0.key) }
        return (written + defaults.map { EffectiveSetting(key: $0.key, value: $0.value) }).sorted { $0.key < $1.key }
    }

    private static func leaves(of node: DocumentNode, under key: String) -> [EffectiveSetting] {
        if case .mapping(let entries) = node.content, !entries.isEmpty {
            return entries.flatMap { leaves(of: $0.value, under: key.isEmpty ? $0.key : "\(key).\($0.key)") }
        }
        return [EffectiveSetting(key: key, value: node.flow, origin: "\(node.place.file):\(node.place.line)")]
    }
}

extension DaemonSettings {
    /// What keys are that nobody wrote, as they could be written.
    static let defaults: [(key: String, value: String)] = [
        ("executor", "local"), ("gpus", "0"), ("log_level", "info"), ("max_running_runs", "2"), ("outbox", "{}"),
        ("verify_champions", "1d"),
    ]
}

extension DocumentNode {
    /// On one line, as YAML's flow style has it.
    fileprivate var flow: String {
        switch content {
        case .scalar(let scalar): scalar.flow
        case .sequence(let elements): "[" + elements.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", ") + "}"
        }
    }
}

extension DocumentScalar {
    /// In quotes where it would not be one text without.
    fileprivate var flow: String {
        guard style != .plain || text.contains(where: { "[]{},#".contains($0) }) else { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
