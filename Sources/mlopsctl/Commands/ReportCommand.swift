import ArgumentParser
import FoundationEssentials
import MLOpsControl
import MLOpsData

/// `mlopsctl report`: a page for the browser.
struct ReportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write how a pipeline is, or what has drifted between two datasets, as a page for the browser.",
        discussion: """
            The page is one file without scripts, light or dark as the reader's desktop is, and can be sent to others. \
            The exit status is 0 when it is written, whatever it says.

            Of a pipeline: what its models are worth and how far the data have moved, over time and with every \
            deployment, then its models, deployments, triggers and last runs.

            With --compare, which works without the daemon: for each column the two distributions over one another \
            and the figures of mlopsctl compare, what changed most first.
            """)

    @Argument(help: ArgumentHelp("A pipeline.", valueName: "pipeline"), completion: LiveCompletion.pipelines)
    var pipeline: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The reference and the current data: files or directories.", valueName: "dataset"),
        completion: .file())
    var compare: [String] = []

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
        guard compare.isEmpty == (pipeline != nil) else {
            throw ValidationError("report takes a pipeline, or --compare and two datasets")
        }
        guard pipeline != nil || compare.count == 2 else {
            throw ValidationError("--compare takes two datasets: REFERENCE CURRENT")
        }
    }

    func run() async throws {
        if let pipeline {
            try write(try await page(of: pipeline))
        } else {
            try write(try comparison())
        }
    }

    private func page(of pipeline: String) async throws -> String {
        let newest: [(name: String, value: String?)] = [("pipeline", pipeline), ("limit", "50")]
        let report = PipelineReport(
            detail: try await get(.pipeline, [pipeline]), performance: try await performance(of: pipeline),
            drift: try await get(.drift, [pipeline]), versions: try await get(.models, query: newest),
            deployments: try await get(.deployments, query: newest))
        return PipelineReportPage(report, console.style).html
    }

    /// nil: the pipeline does not say where its predictions are.
    private func performance(of pipeline: String) async throws(CommandFailure) -> PerformanceResponse? {
        do {
            return try await get(.performance, [pipeline], query: [("limit", "400")])
        } catch  where error.kind == .usage {
            return nil
        }
    }

    private func comparison() throws -> String {
        let paths = (reference: try DataPaths([compare[0]]), current: try DataPaths([compare[1]]))
        let progress = ProgressBar(isWanted: !common.json, isUnicode: console.style.isUnicode)
        let comparer = DatasetComparer(options: data.profileOptions, falseAlarms: falseAlarms.chance, isExact: exact)
        let report = ComparisonReport(
            try comparer.compare(paths, progress), falseAlarms: falseAlarms.chance, isExact: exact)
        let page = DriftReportPage(
            report: report, reference: compare[0], current: compare[1], time: console.style.absolute(.now))
        return page.html
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
