extension [DeploymentSummary] {
    /// When which model went live.
    var marks: [TimeChart.Mark] {
        compactMap { deployment in
            guard deployment.state == .live || deployment.state == .replaced, let at = deployment.endedAt else {
                return nil
            }
            let words = deployment.action == .rollback ? "back to \(deployment.version)" : "\(deployment.version) live"
            return TimeChart.Mark(time: at, text: words, isBad: deployment.action == .rollback)
        }
    }
}
