import ArgumentParser
import Glibc
import MLOpsControl

/// `mlopsctl watch`.
struct WatchCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Print what happens, as it happens; or show the status again and again.",
        discussion: """
            Events go on where they stopped when the daemon was restarted. --after begins behind an event whose \
            "cursor" an earlier --json line told.
            """)

    @Argument(help: "Only this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @Flag(help: "Show the status screen, and show it anew.")
    var status = false

    @Option(name: [.short, .long], help: ArgumentHelp("Seconds between two screens.", valueName: "seconds"))
    var interval: Double = 2

    @Option(help: ArgumentHelp("Begin behind this event.", valueName: "cursor"))
    var after: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0.1...86_400).contains(interval) else {
            throw ValidationError("--interval takes 0.1 to 86400 seconds")
        }
    }

    func run() async throws {
        if status { try await refresh() } else { try await follow() }
    }

    private func follow() async throws {
        var cursor = after
        var isOpen = true
        var hasConnected = false
        let console = console
        while isOpen {
            do {
                try await lines(.events, query: [("after", cursor), ("pipeline", pipeline)]) { (event: EventLine) in
                    hasConnected = true
                    cursor = event.cursor
                    isOpen = console.stream(event) { StreamText.line(event, $0) }
                    return isOpen
                }
            } catch ControlError.unreachable where hasConnected {
                // It is being restarted; the cursor makes sure that nothing is missed.
            } catch ControlError.interrupted {
                console.note("mlopsd has gone; waiting for it")
                hasConnected = true
            } catch {
                throw failure(error)
            }
            if isOpen { try await Task.sleep(for: .seconds(1)) }
        }
    }

    private func refresh() async throws {
        var isOpen = true
        while isOpen {
            let text = try await screen()
            // Home, then clear what the last screen left, so that nothing flickers.
            isOpen = StandardStreams.write(console.isTerminal ? "\u{1B}[H" + text + "\u{1B}[J" : text)
            if isOpen { try await Task.sleep(for: .seconds(interval)) }
        }
    }

    private func screen() async throws(CommandFailure) -> String {
        if let pipeline {
            let detail: PipelineDetail = try await get(.pipeline, [pipeline])
            return PipelinePage.text(detail, console.style)
        }
        let status: StatusResponse = try await get(.status)
        return StatusPage.text(status, console.style)
    }
}
