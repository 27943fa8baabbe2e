import ArgumentParser
import MLOpsControl

/// `mlopsctl lineage`.
struct LineageCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage",
        abstract: "Show what a model version was made from, or which models a file reached.",
        discussion: """
            A version, churn/3, is followed backwards to its run, decision, definition, code, environment and data, and \
            forwards to its deployments. A file, by its path or as sha256:DIGEST, is followed forwards to the runs that \
            read it, the versions that they made, and where those went live.
            """)

    @Argument(
        help: ArgumentHelp("The version, churn/3, or a file.", valueName: "version|file"),
        completion: LiveCompletion.versions)
    var subject: String

    @Flag(help: "Write a graph in the DOT language of Graphviz.") var dot = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        if case .version(let pipeline, let number) = ObjectName(subject), !subject.hasPrefix(".") {
            let lineage: LineageResponse = try await get(.lineage, [pipeline, number])
            if dot { return try console.write(LineageGraph.text(lineage)) }
            return try console.show(lineage) { LineageTree.text(lineage, $0) }
        }
        if case .run(let id) = ObjectName(subject), LocalPath.isAbsent(subject) {
            throw CommandFailure(
                .usage, "\"\(subject)\" is not a model version or a file",
                hints: ["mlopsctl show \(id) names the version that the run made; ./\(subject) is a file"])
        }
        let lineage: FileLineageResponse = try await get(.fileLineage, query: [query])
        if dot { return try console.write(LineageGraph.text(lineage)) }
        try console.show(lineage) { LineageTree.text(lineage, $0) }
    }

    private var query: (name: String, value: String?) {
        let prefix = "sha256:"
        if subject.hasPrefix(prefix) { return ("digest", String(subject.dropFirst(prefix.count))) }
        return ("file", LocalPath.absolute(subject))
    }
}
