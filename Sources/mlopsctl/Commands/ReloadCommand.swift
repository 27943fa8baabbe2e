import ArgumentParser
import MLOpsControl

/// `mlopsctl reload`.
struct ReloadCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the daemon read its configuration and all pipelines again.",
        discussion: "When something in it is wrong, what was in force stays in force and the exit status is 78.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let reload: ReloadResponse = try await post(.reload, body: [String: String]())
        try console.show(reload) { ReloadPage.text(reload, $0) }
        if !reload.succeeded { throw ExitCode(CommandFailure.Kind.configuration.exitStatus) }
    }
}
