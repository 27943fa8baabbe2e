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
        let checks = await checks()
        try console.show(checks) { DoctorPage.text(checks, $0) }
        if checks.contains(where: { $0.status == .failed }) {
            throw ExitCode(CommandFailure.Kind.negative.exitStatus)
        }
    }

    /// What the daemon says of itself and its host; where it can not be asked, what can be seen from here.
    private func checks() async -> [DoctorCheck] {
        do {
            let response: DoctorResponse = try await get(.doctor)
            let reached = DoctorCheck(name: "socket", status: .ok, detail: "\(common.endpoint.name) answers")
            return [reached, try await versionCheck()] + response.checks
        } catch {
            let unreached = DoctorCheck(
                name: "socket", status: .failed, detail: error.message, fix: error.hints.first)
            return [unreached] + (common.host == nil ? HostChecks.all : [])
        }
    }

    /// After an upgrade the old daemon runs on until it is restarted.
    private func versionCheck() async throws(CommandFailure) -> DoctorCheck {
        let daemon: VersionResponse = try await get(.version)
        guard daemon.version != ProductVersion.current else {
            return DoctorCheck(name: "version", status: .ok, detail: "\(daemon.version), like mlopsctl")
        }
        return DoctorCheck(
            name: "version", status: .warning,
            detail: "mlopsd is \(daemon.version), mlopsctl is \(ProductVersion.current)",
            fix: "systemctl restart mlopsd; runs go on meanwhile")
    }
}
