import ArgumentParser
import MLOpsSchedule

/// A length of time on the command line, as systemd writes them: `5min`, `2h 30s`, `90`.
struct SpanArgument: ExpressibleByArgument {
    var duration: Duration

    init?(argument: String) {
        do throws(ScheduleError) {
            duration = try TimeSpan.parse(argument)
        } catch {
            // The parser of arguments has its own words for a value that is not understood.
            return nil
        }
    }
}
