import ArgumentParser
import MLOpsControl

/// `mlopsctl performance`.
struct PerformanceCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "performance",
        abstract: "Show how good the models of a pipeline were, by what came true.",
        discussion: """
            Predictions and labels are joined by id, and counted by the time of the prediction and by model version. \
            COVERAGE is the share of the predictions of a window whose labels are known. A window is immature until its \
            labels are in or "label_horizon" has passed, and insufficient while it has too few; neither is judged. \
            INTERVAL holds what is behind the value with 95 %; a trigger fires when even its better end is over the \
            bound. ESTIMATE is what a window without its labels is estimated at, from the scores of its predictions and \
            what such scores meant in windows with labels; where estimates turned out to be off once labels came, later ones \
            are corrected by that and less sure. It can make a model suspect, which is told (model-suspected, later \
            model-cleared) and starts nothing.
            """)

    @Argument(help: "A pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Option(help: "Show this metric. Default: those of the triggers.")
    var metric: String?

    @Option(help: ArgumentHelp("Also show the windows of each value of this column of segments.", valueName: "column"))
    var segments: String?

    @Option(help: "Show at most so many windows, the last.")
    var limit: Int?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let metrics = console.isJSON ? metric.map { [$0] } : try await shown()
        let query = [
            (name: "segments", value: segments), ("metrics", metrics?.joined(separator: ",")),
            ("limit", windows.map { "\($0)" }),
        ]
        try await show(.performance, [pipeline], query: query) { (performance: PerformanceResponse, style) in
            PerformancePage.text(performance, metric: metric, style)
        }
    }

    /// The metrics that the page shows: of many windows and segments the others are far more than what is looked at.
    private func shown() async throws(CommandFailure) -> [String] {
        if let metric { return [metric] }
        let newest: PerformanceResponse = try await get(.performance, [pipeline], query: [("limit", "1")])
        return PerformancePage.metrics(newest, nil)
    }

    /// Of segments a page has room for fewer than it shows of all rows.
    private var windows: Int? {
        limit ?? (segments == nil || console.isJSON ? nil : PerformancePage.windowsShown)
    }
}
