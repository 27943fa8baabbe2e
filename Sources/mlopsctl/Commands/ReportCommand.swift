import ArgumentParser
import MLOpsControl
import MLOpsData

/// `mlopsctl report`: a page for the browser.
struct ReportCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract:
            "Write how a pipeline is, what a run did, or what drifted between datasets, as a page for the browser.",
        discussion: """
            The page is one file without scripts, light or dark as the reader's desktop is, and can be sent to others. \
            The exit status is 0 when it is written, whatever it says.

            Of a pipeline: what its models are worth and how far the data have moved, over time and with every \
            deployment, then its models, deployments, triggers and last runs.

            Of a run: why it was started, its inputs, steps, metrics and gates, what it was compared with, and the model \
            and deployments that followed. A model version stands for the run that produced it.

            With --compare, which works without the daemon: for each column the two distributions over one another \
            and the figures of mlopsctl compare, what changed most first.
            """)

    @Argument(
        help: ArgumentHelp("churn, r17 or churn/3.", valueName: "pipeline|run"), completion: LiveCompletion.pipelines)
    var subject: String?

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

    var looksOnlyHere: Bool { subject == nil }

    func validate() throws {
        guard compare.isEmpty == (subject != nil) else {
            throw ValidationError("report takes a pipeline or a run, or --compare and two datasets")
        }
        guard subject != nil || compare.count == 2 else {
            throw ValidationError("--compare takes two datasets: REFERENCE CURRENT")
        }
    }

    func run() async throws {
        guard let subject else { return try write(try comparison()) }
        switch ObjectName(subject) {
        case .pipeline(let name): try write(try await page(of: name))
        case .run(let id): try write(try await page(ofRun: id))
        case .version(let pipeline, let number):
            let detail: ModelVersionDetail = try await get(.model, [pipeline, number])
            try write(try await page(ofRun: detail.version.run))
        case .decision, .deployment, .request:
            throw CommandFailure.notA("a pipeline, a run or a model version", subject, example: "churn, r17 or churn/3")
        }
    }

    private func page(ofRun id: String) async throws -> String {
        let detail: RunDetail = try await get(.run, [id])
        let report = RunReport(
            detail: detail, why: try await get(.whyRun, [id]), version: try await model(detail.run.version),
            champion: try await model(detail.champion))
        return RunReportPage(report, console.style).html
    }

    /// nil: there is none, or the record does not have it any more.
    private func model(_ id: String?) async throws(CommandFailure) -> ModelVersionDetail? {
        guard let id else { return nil }
        do {
            return try await get(.model, try ObjectName.versionParts(id))
        } catch  where error.kind == .notFound {
            return nil
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
        try data.expectColumns(among: report.columnNames)
        let page = DriftReportPage(
            report: report, reference: compare[0], current: compare[1], time: console.style.absolute(.now))
        return page.html
    }

    private func write(_ html: String) throws(CommandFailure) {
        guard output != "-" else { return try console.write(html) }
        if let code = ReplacedFile(output).write(html) {
            throw CommandFailure(.unwritten, "cannot write \"\(output)\": \(SystemErrorText.text(code))")
        }
        console.note("wrote \(output)")
    }
}
