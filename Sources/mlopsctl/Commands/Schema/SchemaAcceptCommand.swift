import ArgumentParser
import Glibc
import MLOpsConfig
import MLOpsControl
import MLOpsData
import MLOpsStatistics

/// `mlopsctl schema accept`.
struct SchemaAcceptCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Change a schema so that files pass that are right although they break it.",
        discussion: """
            Shows what has to change, and writes it with --yes: under the next version number, with who accepted it and \
            when. Comments of the file are kept as far as their keys are.

            The exit status is 1 when no change of the schema can make a file pass.
            """)

    @Argument(help: ArgumentHelp("The schema file.", valueName: "schema"), completion: .file())
    var schema: String

    @Argument(help: ArgumentHelp("Data files that are right.", valueName: "file"), completion: .file())
    var files: [String]

    @Flag(help: "Write the schema file.")
    var yes = false

    @Option(help: ArgumentHelp("Who accepts it; default: the user.", valueName: "name"))
    var by: String?

    @OptionGroup var situation: SchemaSituation
    @OptionGroup var data: DataFileOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (old, text) = try SchemaSource.read(schema)
        let context = try situation.context(for: old)
        let acceptance = SchemaAcceptance(
            schema: old, files: Array(zip(files, try data.open(files))), options: data.readOptions, context: context)
        let outcome = try acceptance.outcome(by: by ?? Self.userName, at: context.now)
        let isChanged = outcome.schema != old
        if yes, isChanged { try write(outcome.schema, replacing: text) }
        let report = SchemaAcceptanceReport(
            schema: schema, from: old, to: outcome.schema, isWritten: yes && isChanged, remaining: outcome.remaining)
        try console.show(report) { SchemaAcceptancePage.text(report, $0) }
        if !outcome.remaining.isEmpty { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }

    private func write(_ accepted: DataSchema, replacing old: String) throws(CommandFailure) {
        let new = DataSchemaWriter.text(accepted, replacing: old)
        let target = try SchemaTarget(schema, mayReplace: true)
        guard target.oldText == old else {
            throw CommandFailure(
                .negative, "cannot write \"\(schema)\": it was changed meanwhile; nothing is written",
                hints: ["look at it and accept again"])
        }
        try target.write(new)
        for comment in DataSchemaWriter.lostComments(in: new, of: old) {
            console.note("this comment is gone: \(comment)")
        }
    }

    private static var userName: String {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
        return String(cString: name)
    }
}
