import Glibc
import MLOpsControl

extension DaemonProcess {
    /// What must hold after every test, whatever was done to the daemon.
    func check() async throws {
        if hasEnded { try await start() }
        let audit: AuditResponse = try await ask("audit")
        guard audit.balanced else { throw HarnessError("the audit finds \(audit.violations)\n\(log)") }
        try checkStarts()
        try await checkChampion()
        try await eventually("zombies of the daemon: \(ProcessTable.children(of: pid))") {
            !ProcessTable.children(of: pid).contains { $0.state == "Z" }
        }
    }

    /// Every step of these tests notes its start: no attempt may have two.
    private func checkStarts() throws {
        let starts = sandbox.lines("src/starts")
        guard Set(starts).count == starts.count else { throw HarnessError("attempts started twice: \(starts)") }
    }

    /// The target leads to the champion, and it is all there.
    private func checkChampion() async throws {
        let (models, target) = try await standing()
        for champion in models where champion.aliases.contains("champion") {
            guard let target else { continue }
            guard access(sandbox.path + "/live/", R_OK | X_OK) == 0 else { throw HarnessError("live leads nowhere") }
            guard "\(champion.pipeline)/\(target)" == champion.id else {
                throw HarnessError("live leads to \(target), not to \(champion.id)")
            }
        }
    }

    /// All models and where the target leads, of one moment without a deployment: that changes first one, then the other.
    private func standing() async throws -> (models: [ModelVersionSummary], target: String?) {
        try await eventually("a deployment does not end: \(log)") {
            let before: [DeploymentSummary] = try await client.get(.deployments)
            let models: [ModelVersionSummary] = try await client.get(.models)
            let target = sandbox.link("live")
            let after: [DeploymentSummary] = try await client.get(.deployments)
            return before == after && !before.contains { $0.state == .intended } ? (models, target) : nil
        }
    }
}
