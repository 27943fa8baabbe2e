import ArgumentParser
import MLOpsControl

/// `mlopsctl lineage`.
struct LineageCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage", abstract: "Show what a model version was made from: run, decision, code and data.")

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard case .version(let pipeline, let number) = ObjectName(version) else {
            throw CommandFailure.notA("a model version", version, example: "churn/3")
        }
        let lineage: LineageResponse = try await get(.lineage, [pipeline, number])
        try console.show(lineage) { LineageTree.text(lineage, $0) }
    }
}
