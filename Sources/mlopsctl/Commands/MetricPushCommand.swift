import ArgumentParser
import MLOpsControl

/// `mlopsctl metric push`.
struct MetricPushCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Send values of metrics of a pipeline's model to the daemon.",
        discussion: """
            Triggers with "source: pushed" look at them; each value counts as a window. Of accuracy, precision, recall \
            and the like the interval follows from the number of samples; of others it can be given with --low and \
            --high, else the value itself decides. Where a trigger has a bound for a metric that lies between 0 and 1, \
            so must its values. Of one metric, version and time the last value counts.
            """)

    @Argument(help: "A pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Argument(help: ArgumentHelp("A metric and its value, repeatable.", valueName: "name=value"))
    var metrics: [String]

    @Option(help: ArgumentHelp("How many predictions each was made of.", valueName: "count"))
    var samples: Int64

    @Option(help: ArgumentHelp("The end of the time that they are of. Default: now.", valueName: "time"))
    var at: String?

    @Option(help: ArgumentHelp("The model version. Default: the one in production then.", valueName: "version"))
    var version: String?

    @Option(help: ArgumentHelp("The lower end of the interval, of a single metric.", valueName: "value"))
    var low: Double?

    @Option(help: ArgumentHelp("The upper end of the interval, of a single metric.", valueName: "value"))
    var high: Double?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let at = try parsedTime()
        if low != nil || high != nil, metrics.count != 1 {
            throw CommandFailure(.usage, "--low and --high belong to a single metric")
        }
        let points = try metrics.map { text throws(CommandFailure) in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let value = Double(parts[1]), value.isFinite else {
                throw .notA("a metric and its value", text, example: "f1=0.81")
            }
            return MetricsBody.Point(
                metric: String(parts[0]), value: value, samples: samples, at: at, version: version, low: low,
                high: high)
        }
        let reply: ActionReply = try await post(.addMetrics, [pipeline], body: MetricsBody(points: points))
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }

    private func parsedTime() throws(CommandFailure) -> Timestamp? {
        guard let at else { return nil }
        guard let time = Timestamp(rfc3339: at) else { throw .notA("a time", at, example: "2026-11-24T06:00:00Z") }
        return time
    }
}
