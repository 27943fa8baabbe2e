import ArgumentParser
import Glibc
import MLOpsConfig
import MLOpsControl
import MLOpsCore

/// `mlopsctl apply`.
struct ApplyCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Put the configuration and the limits of steps in force, as root.",
        discussion: """
            Does what "reload" does, and before that has systemd make the units of steps that have "resources" or whose \
            pipeline has a "sandbox". When something in the configuration is wrong, nothing is changed and the exit \
            status is 78. Memory, processors and tasks hold for steps that run, too; a sandbox holds for those that start.

            When the daemon can not be reached, the units of steps are made nevertheless, the exit status is 69, and \
            the daemon reads the rest when it starts.
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard common.host == nil, !common.user else {
            throw CommandFailure(
                .usage, "limits are kept by the system's service manager of the machine on which this runs",
                hints: [common.host.map { "ssh \($0), and run it there as root" } ?? "your own daemon keeps none"])
        }
        guard geteuid() == 0 else {
            throw CommandFailure(
                .notPermitted, "only root decides what steps may take of the machine", hints: ["sudo mlopsctl apply"])
        }
        let sockets = try wantedSockets()
        // Once systemd has read its units again, it knows those no more, and would leave their files behind.
        let others = try Systemctl.activeUnits("mlopsd-step-*.socket").filter { !sockets.contains($0) }
        if !others.isEmpty { try Systemctl.tell(["stop"] + others) }
        try Systemctl.tell(["daemon-reload"])
        if !sockets.isEmpty { try Systemctl.tell(["start"] + sockets) }
        let reload = try await reload()
        try console.show(reload) { ReloadPage.text(reload, $0) }
        guard reload.succeeded else { throw ExitCode(CommandFailure.Kind.configuration.exitStatus) }
    }

    /// Says how far it came where the daemon is not there.
    private func reload() async throws(CommandFailure) -> ReloadResponse {
        do {
            return try await post(.reload, body: [String: String]())
        } catch  where error.kind == .unreachable {
            throw CommandFailure(
                .unreachable,
                error.message
                    + "; the units of steps are made, and nothing else is in force: a daemon that starts reads "
                    + "the configuration",
                hints: ["systemctl start mlopsd; where it runs already: mlopsctl reload"])
        }
    }

    /// systemd would start no unit whose secret it can not load.
    private func checkCredentials(of pipelines: [PipelineDefinition]) throws {
        let wanted = Set(pipelines.flatMap(\.steps).flatMap(\.credentials)).map(StepUnit.credential).sorted()
        guard let missing = wanted.first(where: { access($0, R_OK) != 0 }) else { return }
        throw CommandFailure(
            .configuration,
            "cannot load credential \"\(missing)\": \(String(cString: strerror(errno))); nothing is changed",
            hints: ["put the secret there, for root alone: install -m 600 FILE \(missing)"])
    }

    private func wantedSockets() throws -> [String] {
        let report: ConfigurationReport
        var pipelines: [PipelineDefinition] = []
        do throws(ConfigurationError) {
            let configuration = try ConfigurationLoader(
                directory: "/etc/mlopsd", host: LocalHost(configuration: "/etc/mlopsd")
            )
            .load()
            pipelines = configuration.pipelines
            report = ConfigurationReport(configuration)
        } catch {
            report = ConfigurationReport(error)
        }
        guard report.isValid else {
            StandardStreams.writeError(report.findings.joinedLines)
            throw ExitCode(report.exitCode)
        }
        try checkCredentials(of: pipelines)
        return pipelines.flatMap { StepUnit.all(of: $0) }.map { "\($0.name).socket" }
    }
}
