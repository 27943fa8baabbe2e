import ArgumentParser
import FoundationEssentials
import MLOpsControl
import MLOpsData

/// `mlopsctl report`.
struct ReportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write what has drifted between two datasets as a page for the browser. Works without the daemon.",
        discussion: """
            The page is one file without scripts, light or dark as the reader's desktop is: for each column the two \
            distributions over one another and the figures of mlopsctl compare, what changed most first. The exit \
            status is 0 when the page is written, whatever it says.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The reference and the current data: files or directories.", valueName: "dataset"),
        completion: .file())
    var compare: [String]

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The page, \"-\" for standard output.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String

    @Flag(help: "Compute rank statistics on the values instead of cells.")
    var exact = false

    @Option(help: ArgumentHelp("The chance of a false alarm, all columns together.", valueName: "chance"))
    var falseAlarms: FalseAlarmArgument = .usual

    @OptionGroup var data: DataArguments
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard compare.count == 2 else { throw ValidationError("--compare takes two datasets: REFERENCE CURRENT") }
    }

    func run() async throws {
        let paths = (reference: try DataPaths([compare[0]]), current: try DataPaths([compare[1]]))
        let progress = ProgressBar(isWanted: !common.json, isUnicode: console.style.isUnicode)
        let comparer = DatasetComparer(options: data.profileOptions, falseAlarms: falseAlarms.chance, isExact: exact)
        let report = ComparisonReport(
            try comparer.compare(paths, progress), falseAlarms: falseAlarms.chance, isExact: exact)
        let page = DriftReportPage(
            report: report, reference: compare[0], current: compare[1], time: console.style.absolute(.now))
        try write(page.html)
    }

    private func write(_ html: String) throws(CommandFailure) {
        guard output != "-" else { return try console.write(html) }
        do {
            // A page that someone looks at is replaced as a whole.
            try Data(html.utf8).write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw CommandFailure(.negative, "cannot write \"\(output)\": \(error)")
        }
        console.note("wrote \(output)")
    }
}
