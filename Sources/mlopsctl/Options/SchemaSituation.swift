import ArgumentParser
import MLOpsConfig
import MLOpsControl
import MLOpsSchedule
import MLOpsStatistics

/// Where and when data is held against a schema.
struct SchemaSituation: ParsableArguments {
    @Option(
        help: ArgumentHelp("One of the schema's environments, such as train or serve.", valueName: "environment"))
    var environment: String?

    @Option(
        help: ArgumentHelp("The time that the age of data is told at, as RFC 3339 writes it.", valueName: "time"))
    var now: String?
}

extension SchemaSituation {
    func context(for schema: DataSchema) throws(CommandFailure) -> ValidationContext {
        if let environment, schema.environment(environment) == nil {
            let names = schema.environments.map(\.name)
            throw CommandFailure(
                .usage, "the schema has no environment \"\(environment)\"",
                hints: [names.isEmpty ? "it has none at all" : "it has \(names.joined(separator: ", "))"])
        }
        let time = try self.time()
        return ValidationContext(
            environment: environment, now: time.microseconds, wallOffset: try wallOffset(of: schema, at: time))
    }

    private func time() throws(CommandFailure) -> Timestamp {
        guard let now else { return .now }
        guard let time = Timestamp(rfc3339: now) else {
            throw .notA("a time", now, example: "2026-03-28T00:00:00Z")
        }
        return time
    }

    private func wallOffset(of schema: DataSchema, at time: Timestamp) throws(CommandFailure) -> Int64 {
        guard let name = schema.dataset.timezone, name != TimeZoneRules.utc.name else { return 0 }
        do throws(ScheduleError) {
            let offset = try SystemZones().rules(named: name).offset(at: Instant(time))
            return Int64(offset.secondsFromUTC) * 1_000_000
        } catch {
            throw CommandFailure(.configuration, "cannot use the time zone \"\(name)\": \(error.cause)")
        }
    }
}
