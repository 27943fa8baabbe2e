import ArgumentParser

/// `mlopsctl metric`: values of metrics that other programs counted.
struct MetricCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metric",
        abstract: "Send values of metrics that another program counted.",
        subcommands: [MetricPushCommand.self])
}
