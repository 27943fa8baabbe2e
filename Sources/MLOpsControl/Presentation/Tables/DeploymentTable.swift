/// The table of `mlopsctl list-deployments`: the ledger.
package enum DeploymentTable {
    package static func text(_ deployments: [DeploymentSummary], _ style: TextStyle) -> String {
        table(deployments, style).text(style, noun: "deployment")
    }

    static func table(_ deployments: [DeploymentSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("ID"), .init("STARTED"), .init("ACTION"), .init("VERSION"), .init("STATE"),
            .init("REPLACED", dropped: 2), .init("RUN", dropped: 1), .init("BY", dropped: 3),
            .init("REASON", canShrink: true, dropped: 4),
        ])
        for deployment in deployments {
            table.add([
                StyledText(deployment.id, .strong), StyledText(style.absolute(deployment.startedAt)),
                StyledText(deployment.action.rawValue, deployment.action == .rollback ? .warning : nil),
                StyledText(deployment.version), state(of: deployment),
                StyledText(deployment.replaced ?? "-"), StyledText(deployment.run ?? "-"),
                StyledText(deployment.by.name), StyledText(deployment.detail ?? deployment.reason ?? ""),
            ])
        }
        return table
    }

    private static func state(of deployment: DeploymentSummary) -> StyledText {
        let service = deployment.service.map { ", \($0.rawValue)" } ?? ""
        return StyledText(deployment.state.rawValue + service, deployment.state.paint)
    }
}
