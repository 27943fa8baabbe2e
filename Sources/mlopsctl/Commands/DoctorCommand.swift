import ArgumentParser
import MLOpsControl

/// `mlopsctl doctor`.
struct DoctorCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the daemon and its host, and say how to repair what is wrong.",
        discussion: "Checks the host even when the daemon is down. The exit status is 1 when a check failed.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let checks = await daemonChecks() + (common.host == nil ? HostChecks.all : [])
        try console.show(checks) { DoctorPage.text(checks, $0) }
        if checks.contains(where: { $0.status == .failed }) {
            throw ExitCode(CommandFailure.Kind.negative.exitStatus)
        }
    }

    /// What the daemon says of itself, behind whether it can be asked at all.
    private func daemonChecks() async -> [DoctorCheck] {
        do {
            let response: DoctorResponse = try await get(.doctor)
            let reached = DoctorCheck(name: "socket", status: .ok, detail: "\(common.endpoint.name) answers")
            return [reached] + response.checks
        } catch {
            let fix = error.hints.first
            return [DoctorCheck(name: "socket", status: .failed, detail: error.message, fix: fix)]
        }
    }
}
