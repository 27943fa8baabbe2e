/// The screen of `mlopsctl champion`.
package enum ChampionPage {
    package static func text(_ champion: ChampionResponse, _ style: TextStyle) -> String {
        guard let deployment = champion.deployment else {
            return style.fitted(
                "\(style.cross, .warning) nothing of \(champion.pipeline) was in production at "
                    + "\(style.absolute(champion.at))") + "\n"
        }
        let title: StyledText = "\(style.dot, .good) \(deployment.version, .strong) at \(style.absolute(champion.at))"
        var fields = FieldList()
        fields.add("Live since", "\(style.absoluteAndPast(deployment.endedAt ?? deployment.startedAt))")
        fields.add("By", "\(deployment.id) \(deployment.action.rawValue), \(deployment.by.name)")
        fields.add("Reason", deployment.reason.map { StyledText($0) })
        fields.add("Replaced", deployment.replaced.map { StyledText($0) })
        fields.add("Target", deployment.target.map { StyledText($0) })
        fields.add("Run", champion.version.map { StyledText($0.run) })
        fields.add("Digest", "\(deployment.digest)")
        fields.add("Metrics", champion.version.map { StyledText(ModelTable.metrics($0.metrics)) })
        return ([style.fitted(title)] + fields.lines(style)).joinedLines
    }
}
