import ArgumentParser
import MLOpsControl

/// `mlopsctl outbox`.
struct OutboxCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Show who is told of events, and what waits to be told.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.outbox) { (receivers: [ReceiverSummary], style) in ReceiverTable.text(receivers, style) }
    }
}
