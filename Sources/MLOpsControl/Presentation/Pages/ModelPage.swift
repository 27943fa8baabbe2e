/// The screen of `mlopsctl show VERSION`.
package enum ModelPage {
    package static func text(_ detail: ModelVersionDetail, _ style: TextStyle) -> String {
        ([style.fitted(title(detail.version, style))] + fields(detail, style).lines(style)).joinedLines
    }

    static func title(_ version: ModelVersionSummary, _ style: TextStyle) -> StyledText {
        let aliases = version.aliases.isEmpty ? "" : " (\(version.aliases.joined(separator: ", ")))"
        let isRefused = version.status != .accepted
        let mark = StyledText(isRefused ? style.cross : style.dot, isRefused ? .warning : .good)
        return "\(mark) \(version.id, .strong) - \(version.status.rawValue)\(aliases)"
    }

    private static func fields(_ detail: ModelVersionDetail, _ style: TextStyle) -> FieldList {
        var fields = FieldList()
        fields.add("Because", detail.version.statusReason.map { StyledText($0) })
        addFiles(of: detail, to: &fields, style)
        fields.add("Metrics", lines: detail.version.metrics.map(RunPage.metric))
        fields.add("Compared", detail.comparedWith.map { "with \($0)" })
        fields.add("Gates", lines: detail.gates.map { RunPage.gate($0, style) })
        fields.add("Deployed", lines: detail.deployments.map { RunPage.deployment($0, style) })
        return fields
    }

    /// What was registered, and where it lies.
    static func addFiles(of detail: ModelVersionDetail, to fields: inout FieldList, _ style: TextStyle) {
        let version = detail.version
        fields.add("Registered", "\(style.absoluteAndPast(version.registeredAt))")
        fields.add("Run", "\(version.run)")
        fields.add("Inputs", detail.manifest.map(RunPage.manifest))
        fields.add("Files", "\(version.files), \(CountText.bytes(version.bytes))")
        fields.add("Digest", "\(version.digest)")
        fields.add("Path", detail.path.map { StyledText($0) })
        fields.add("Pruned", detail.prunedAt.map { "\(style.absoluteAndPast($0)): its files are gone" })
        let tags = detail.tags.sorted { $0.key < $1.key }
        fields.add("Tags", lines: tags.map { $0.value.isEmpty ? "\($0.key)" : "\($0.key)=\($0.value)" })
    }
}
