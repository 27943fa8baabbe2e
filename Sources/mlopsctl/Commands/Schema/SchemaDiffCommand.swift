import ArgumentParser
import MLOpsControl
import MLOpsStatistics

/// `mlopsctl schema diff`.
struct SchemaDiffCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what changed from one schema file to another, and whether it accepts more or less data.",
        discussion: """
            The exit status is that of diff(1): 0 when they say the same, 1 when they do not, 2 or more when it could \
            not be told.
            """)

    @Argument(help: ArgumentHelp("The schema file before.", valueName: "old"), completion: .file())
    var old: String

    @Argument(help: ArgumentHelp("The schema file after.", valueName: "new"), completion: .file())
    var new: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (before, after) = (try SchemaSource.read(old).schema, try SchemaSource.read(new).schema)
        let report = SchemaDifferenceReport(from: before, to: after)
        try console.show(report) { SchemaDifferencePage.text(report, $0) }
        if !report.changes.isEmpty { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }
}
