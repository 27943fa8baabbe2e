import ArgumentParser
import MLOpsControl

/// `mlopsctl list-datasets`.
struct ListDatasetsCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-datasets",
        abstract: "List watched directories, their files by state and what no run has used yet.",
        discussion: """
            READY files are known to be whole, those among them that were revised too; READINESS says how. NEW are those of them that no successful run has \
            used. SETTLING files may still be written to. QUARANTINED files need a person: status PIPELINE names them.
            """)

    @Argument(help: "Only those of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.datasets, query: [("pipeline", pipeline)]) { (datasets: [DatasetSummary], style) in
            DatasetTable.text(datasets, style)
        }
    }
}
