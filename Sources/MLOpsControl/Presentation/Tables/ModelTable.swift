/// The table of `mlopsctl list-models`.
package enum ModelTable {
    package static func text(_ versions: [ModelVersionSummary], _ style: TextStyle) -> String {
        table(versions, style).text(style, noun: "model version")
    }

    static func table(_ versions: [ModelVersionSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("VERSION"), .init("STATUS"), .init("ALIASES"), .init("REGISTERED", dropped: 3),
            .init("RUN", dropped: 4), .init("SIZE", .right, dropped: 2), .init("DIGEST", dropped: 1),
            .init("METRICS", canShrink: true),
        ])
        for version in versions {
            table.add([
                StyledText(version.id, .strong),
                status(of: version),
                StyledText(version.aliases.isEmpty ? "-" : version.aliases.joined(separator: ","), .good),
                StyledText(style.past(version.registeredAt)), StyledText(version.run),
                StyledText(CountText.bytes(version.bytes)), StyledText(CountText.shortDigest(version.digest)),
                StyledText(metrics(version.metrics)),
            ])
        }
        return table
    }

    private static func status(of version: ModelVersionSummary) -> StyledText {
        let word = version.status.rawValue
        return StyledText(
            version.prunedAt == nil ? word : "\(word), pruned",
            version.status == .accepted && version.prunedAt == nil ? nil : .warning)
    }

    static func metrics(_ metrics: [MetricValue]) -> String {
        metrics.map { "\($0.name)=\(CountText.measured($0.value))" }.joined(separator: " ")
    }
}
