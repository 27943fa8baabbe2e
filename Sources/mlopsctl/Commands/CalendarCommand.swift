import ArgumentParser
import MLOpsConfig
import MLOpsControl
import MLOpsSchedule

/// `mlopsctl calendar`.
struct CalendarCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Show when the slots of a calendar expression are. Works without the daemon.",
        discussion: """
            EXPRESSION is what a trigger's "schedule" takes: a calendar expression of systemd.time(7), five fields of \
            crontab(5), or "every 6h from 2026-01-01". Without a time zone at its end it means UTC. Notes say which \
            changes of the clocks within a year move or repeat a slot.

            The exit status is 1 when the expression is wrong.
            """)

    @Argument(help: ArgumentHelp("The expression, in quotes.", valueName: "expression"))
    var expression: [String]

    @Option(help: ArgumentHelp("How many slots to show, 1 to 10000.", valueName: "count"))
    var iterations: Int = 1

    @Option(help: ArgumentHelp("Begin after this time, as RFC 3339 writes it.", valueName: "time"))
    var baseTime: String?

    @Option(help: ArgumentHelp("The time zone when the expression names none.", valueName: "zone"))
    var zone: String = "UTC"

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...10_000).contains(iterations) else { throw ValidationError("--iterations takes 1 to 10000") }
    }

    func run() async throws {
        let base = try parsedBase()
        let text = expression.joined(separator: " ")
        let report = try report(on: text, from: Instant(base))
        try console.show(report) { style in
            var style = style
            style.now = base
            return CalendarPage.text(report, style)
        }
    }

    private func report(on text: String, from base: Instant) throws(CommandFailure) -> CalendarReport {
        do {
            let zones = SystemZones()
            let defaultZone = zone == "UTC" ? .utc : try zones.rules(named: zone)
            let parsed = try CalendarExpression(parsing: text, zone: zones.rules, defaultZone: defaultZone)
            return CalendarReport(text, parsed, from: base, iterations: iterations)
        } catch {
            throw CommandFailure(.negative, "cannot use \"\(text)\": \(error.cause)", hints: hints(error))
        }
    }

    private func hints(_ error: ScheduleError) -> [String] {
        (error.column.map { ["it is at character \($0)"] } ?? []) + (error.hint.map { [$0] } ?? [])
    }

    private func parsedBase() throws(CommandFailure) -> Timestamp {
        guard let baseTime else { return .now }
        guard let time = Timestamp(rfc3339: baseTime) else {
            throw .notA("a time", baseTime, example: "2026-03-28T00:00:00Z")
        }
        return time
    }
}
