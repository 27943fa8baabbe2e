import ArgumentParser
import MLOpsControl

/// `mlopsctl audit`.
struct AuditCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prove that every piece of evidence is accounted for.",
        discussion: "The exit status is 1 when one is not.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let audit: AuditResponse = try await get(.audit, timeoutSeconds: 300)
        try console.show(audit) { AuditPage.text(audit, $0) }
        if !audit.balanced { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }
}
