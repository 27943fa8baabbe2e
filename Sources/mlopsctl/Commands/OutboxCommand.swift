import ArgumentParser
import MLOpsControl

/// `mlopsctl outbox`.
struct OutboxCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Show who is told of events, and what waits to be told.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let receivers: [ReceiverSummary] = try await get(.outbox)
        try console.show(receivers) { ReceiverTable.text(receivers, $0) }
    }
}
