import MLOpsCore

/// Reads `mlopsd.yaml` and its drop-ins as one document.
struct SettingsLoader {
    let directory: String
    let file: ConfigurationFile
    /// nil: what the daemon may do is not looked at.
    let rights: (any DaemonRights)?

    /// Returns the settings, the defaults where there is no file, and what is probably not meant in them.
    ///
    /// A drop-in replaces single keys of what comes before it, and `mlopsd.yaml` comes first. Drop-ins follow in the
    /// order of their names.
    func load() throws(ConfigurationError) -> ReadSettings {
        let findings = Findings()
        var read = ReadSettings()
        var merged: DocumentNode?
        for path in try ConfigurationPaths(directory: directory).settings() {
            do throws(ConfigurationError) {
                guard let text = try text(path) else { continue }
                read.files.append(SourceFile(path: path, text: text))
                guard let node = try document(text, path) else { continue }
                merged = merged.map { DocumentMerge.merge($0, with: node) } ?? node
            } catch {
                error.diagnostics.forEach(findings.report)
            }
        }
        if let merged { read.settings = DaemonSettings(Field(root: merged, findings: findings)) }
        if let error = findings.error { throw error }
        read.effective = EffectiveSetting.all(of: merged)
        read.warnings = merged.map { closedSecrets(of: read.settings.receivers, $0) } ?? []
        return read
    }

    private func closedSecrets(of receivers: [ReceiverDefinition], _ root: DocumentNode) -> [Diagnostic] {
        receivers.compactMap { receiver in
            guard let obstacle = rights?.obstacle(toSecretOf: receiver) else { return nil }
            let keys = ["outbox", receiver.name, "secret"]
            return Diagnostic(
                at: root.place(of: keys), key: keys.joined(separator: "."), problem: obstacle.problem,
                hint: obstacle.hint)
        }
    }

    /// nil: the file is masked.
    private func text(_ path: String) throws(ConfigurationError) -> String? {
        guard case .text(let text) = try file.read(path) else { return nil }
        return text
    }

    private func document(_ text: String, _ path: String) throws(ConfigurationError) -> DocumentNode? {
        guard let node = try DocumentReader(file: path).read(text) else { return nil }
        if case .scalar(let scalar) = node.content, scalar.isMissing { return nil }
        guard case .mapping = node.content else {
            throw ConfigurationError(
                Diagnostic(at: node.place, problem: "the file must be a mapping, not \(node.kind)"))
        }
        return node
    }
}

/// What `mlopsd.yaml` and its drop-ins say.
struct ReadSettings {
    var settings = DaemonSettings()
    var files: [SourceFile] = []
    var effective: [EffectiveSetting] = []
    var warnings: [Diagnostic] = []
}
