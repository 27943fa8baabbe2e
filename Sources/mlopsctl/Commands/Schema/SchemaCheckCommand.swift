import ArgumentParser
import MLOpsControl
import MLOpsData
import MLOpsStatistics

/// `mlopsctl schema check`.
struct SchemaCheckCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Hold files against a schema.",
        discussion: """
            Each file is checked by itself. A rule that allows a share of the rows is broken when the share is above it \
            by more than chance explains; all such rules together are broken by chance with a probability of at most \
            "false_alarms" (0.001). Rows are counted from 1, without the header.

            The exit status is 0 when no rule of severity "block" is broken, 1 when one is, and 2 or more when it \
            could not be told.
            """)

    @Argument(help: ArgumentHelp("The schema file.", valueName: "schema"), completion: .file())
    var schema: String

    @Argument(
        help: ArgumentHelp("Data files, or directories: the files in them.", valueName: "file"), completion: .file())
    var files: [String]

    @Flag(help: "Exit with 1 also when a rule of severity \"warn\" is broken.")
    var strict = false

    @OptionGroup var situation: SchemaSituation
    @OptionGroup var data: DataFileOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (schema, _) = try SchemaSource.read(schema)
        let context = try situation.context(for: schema)
        let validator = FileValidator(schema: schema, options: data.readOptions)
        var reports: [(file: String, report: ValidationReport)] = []
        let paths = try DataPaths(files).paths
        for (path, file) in zip(paths, try data.open(paths)) {
            do throws(DataError) {
                reports.append((path, try validator.validate(file, context)))
            } catch {
                throw CommandFailure(error, file: path)
            }
        }
        let check = SchemaCheckReport(schema: self.schema, version: schema.version, context.environment, reports)
        try console.show(check) { SchemaCheckPage.text(check, $0) }
        if check.verdict >= (strict ? .warn : .block) { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }
}
