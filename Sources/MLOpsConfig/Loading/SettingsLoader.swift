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
    func load() throws(ConfigurationError) -> (settings: DaemonSettings, warnings: [Diagnostic]) {
        var paths: [String] = []
        let main = "\(directory)/mlopsd.yaml"
        if exists(main) { paths.append(main) }
        paths += try dropIns()
        var diagnostics: [Diagnostic] = []
        var merged: DocumentNode?
        for path in paths {
            do throws(ConfigurationError) {
                guard let node = try document(path) else { continue }
                merged = merged.map { DocumentMerge.merge($0, with: node) } ?? node
            } catch {
                diagnostics += error.diagnostics
            }
        }
        let findings = Findings()
        diagnostics.forEach(findings.report)
        let settings = merged.map { DaemonSettings(Field(root: $0, findings: findings)) } ?? DaemonSettings()
        if let error = findings.error { throw error }
        return (settings, merged.map { closedSecrets(of: settings.receivers, $0) } ?? [])
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

    private func document(_ path: String) throws(ConfigurationError) -> DocumentNode? {
        guard case .text(let text) = try file.read(path) else { return nil }
        guard let node = try DocumentReader(file: path).read(text) else { return nil }
        if case .scalar(let scalar) = node.content, scalar.isMissing { return nil }
        guard case .mapping = node.content else {
            throw ConfigurationError(
                Diagnostic(at: node.place, problem: "the file must be a mapping, not \(node.kind)"))
        }
        return node
    }

    private func dropIns() throws(ConfigurationError) -> [String] {
        let directory = "\(directory)/mlopsd.yaml.d"
        do throws(FileFault) {
            let names = try DirectoryListing.names(in: directory)
            return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { "\(directory)/\($0)" }
        } catch {
            guard error.isAbsence else {
                throw ConfigurationError(
                    Diagnostic(file: directory, problem: "cannot read the directory: \(error.cause)"))
            }
            return []
        }
    }

    /// A dangling link is there, and an error when it is read.
    private func exists(_ path: String) -> Bool {
        do throws(FileFault) {
            _ = try FileStatus(linkAt: path)
            return true
        } catch {
            return !error.isAbsence
        }
    }
}
