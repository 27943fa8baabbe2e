import ArgumentParser
import MLOpsControl

/// `mlopsctl why-not`.
struct WhyNotCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Tell why a pipeline does not run now, what is missing and when it can run at the earliest.")

    @Argument(
        help: ArgumentHelp("A pipeline, or one of its triggers.", valueName: "pipeline[/trigger]"),
        completion: LiveCompletion.triggers)
    var subject: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let parts = subject.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        let trigger = parts.count > 1 ? parts[1] : nil
        try await show(.whyNot, [parts[0]], query: [("trigger", trigger)]) { (answer: WhyNotResponse, style) in
            WhyText.text(answer, style)
        }
    }
}
