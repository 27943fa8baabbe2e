import ArgumentParser
import MLOpsControl

/// `mlopsctl list-triggers`.
struct ListTriggersCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-triggers",
        abstract: "List triggers in the order in which they can next come true.",
        discussion: """
            NEXT is the earliest time at which a trigger can come true without new data. One without it waits for \
            data or another change; STATE says for what.
            """)

    @Argument(help: "Only those of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.triggers, query: [("pipeline", pipeline)]) { (triggers: [TriggerSummary], style) in
            TriggerTable.text(triggers, style)
        }
    }
}
