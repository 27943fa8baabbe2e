import ArgumentParser
import MLOpsControl

/// `mlopsctl drift`.
struct DriftCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show whether new data of a pipeline are still like the data that its model was trained on.",
        discussion: """
            Each window of new data gives every column a p-value against the training data of the model in production, \
            and evidence that adds up over time and columns. EVIDENCE is its share of what an alarm needs, on a \
            logarithmic scale; 100 % is an alarm. How often that happens without any drift is what "false_alarms" of \
            the trigger says. The label, where the dataset names it with "target", counts for no alarm: how far it moved \
            stands in a line of its own.
            """)

    @Argument(help: "A pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.drift, [pipeline]) { (drift: DriftResponse, style) in DriftPage.text(drift, style) }
    }
}
