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
        let models: [ModelVersionSummary] = try await client.get(.models)
        for champion in models where champion.aliases.contains("champion") && sandbox.link("live") != nil {
            guard access(sandbox.path + "/live/", R_OK | X_OK) == 0 else { throw HarnessError("live leads nowhere") }
            guard "\(champion.pipeline)/\(sandbox.link("live") ?? "")" == champion.id else {
                throw HarnessError("live leads to \(sandbox.link("live") ?? "nothing"), not to \(champion.id)")
            }
        }
    }
}
