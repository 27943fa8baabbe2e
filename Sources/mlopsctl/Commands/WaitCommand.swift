import ArgumentParser
import MLOpsControl

/// `mlopsctl wait`.
struct WaitCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until a pipeline is idle: no run is active and no request waits.",
        discussion: "The exit status is 124 when that did not happen within --timeout.")

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Flag(help: "Wait for idleness, the default.")
    var idle = false

    @Option(help: ArgumentHelp("Wait no longer than this: 90, 5min, 2h 30s.", valueName: "span"))
    var timeout: SpanArgument?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        var patience = Patience(timeout: timeout?.duration)
        var detail: PipelineDetail = try await get(.pipeline, [pipeline])
        while !detail.pipeline.isIdle {
            try await patience.pause("the pipeline \(pipeline) is still \(detail.pipeline.state.rawValue)")
            detail = try await get(.pipeline, [pipeline])
        }
        let summary = detail.pipeline
        try console.show(summary) { _ in "" }
    }
}

extension PipelineSummary {
    fileprivate var isIdle: Bool { activeRuns.isEmpty && pendingRequests == 0 }
}
