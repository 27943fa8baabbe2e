import ArgumentParser
import MLOpsConfig
import MLOpsControl
import MLOpsData
import MLOpsStatistics

/// `mlopsctl schema infer`.
struct SchemaInferCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "infer",
        abstract: "Propose a schema that data of the same kind keeps.",
        discussion: """
            Nothing is taken as it was seen: rates are bounded so that all bounds of the schema together are too tight \
            with a probability of at most 0.01. Ranges beyond which no value may be are marked "suggested" until a \
            person removes the mark, and only warn until then.

            With --verify the schema has to hold for the files themselves, and schemas inferred from two thirds of \
            the rows for the other third, three times; the exit status is 1 when one does not.
            """)

    @Argument(
        help: ArgumentHelp("Files of one dataset, or directories of them.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the schema there instead of to stdout.", valueName: "path"),
        completion: .file())
    var output: String?

    @Flag(help: "Replace the file that --output names; comments of the old one are kept.")
    var force = false

    @Flag(help: "Check that the schema holds for the files, and for rows that it was not inferred from.")
    var verify = false

    @OptionGroup var data: DataFileOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let target = try output.map { path throws(CommandFailure) in try SchemaTarget(path, mayReplace: force) }
        let paths = try DataPaths(files).paths
        let (gathering, verification) = try inferred(paths)
        for note in gathering.notes { console.note("note: \(note)") }
        let text = DataSchemaWriter.text(gathering.inference.schema, replacing: target?.oldText)
        try target?.write(text)
        let report = InferenceReport(
            files: zip(paths, gathering.rowCounts).map { .init(file: $0, rows: $1) }, notes: gathering.notes,
            output: output, schema: text, verification: verification)
        try console.show(report) { InferencePage.text(report, $0) }
        if verification?.passes == false { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }

    private func inferred(
        _ files: [String]
    ) throws(CommandFailure) -> (SchemaInferrer.Gathering, InferenceReport.Verification?) {
        let opened = try data.open(files)
        do throws(UnreadableFile) {
            let gathering = try SchemaInferrer(opened, options: data.readOptions).gather()
            guard verify else { return (gathering, nil) }
            let check = InferenceCheck(files: opened, options: data.readOptions)
            return (gathering, try check.verify(gathering.inference.schema))
        } catch {
            throw CommandFailure(error)
        }
    }
}
