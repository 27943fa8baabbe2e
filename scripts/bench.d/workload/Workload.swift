import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Work for scripts/bench that only Swift can make: events through the pure orchestrator, and a long past.
@main
struct Workload {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "decisions" where arguments.count <= 3: measureDecisions(arguments.dropFirst().compactMap { Int($0) })
        case "history" where arguments.count == 4:
            guard let runs = Int(arguments[3]) else { fallthrough }
            try writeHistory(path: arguments[1], pipeline: arguments[2], runs: runs)
        default: print("usage: workload decisions [PIPELINES [EVENTS]] | workload history DATABASE PIPELINE RUNS")
        }
    }

    private static func measureDecisions(_ sizes: [Int]) {
        var speed = DecisionSpeed(pipelines: sizes.first ?? 100, events: sizes.dropFirst().first ?? 1_000_000)
        speed.measure()
        print(speed.report)
    }

    /// The same life of one pipeline, committed to a new record as the daemon would, but many events at a time.
    private static func writeHistory(path: String, pipeline: String, runs: Int) throws {
        let store = try SQLiteMetadataStore(path: path)
        // 100,000 runs fill the year 2025, which is before whatever the daemon does next, as its record must be.
        var world = World(
            [PipelineName(pipeline)], from: Instant(seconds: 1_735_689_600), step: .seconds(315) / World.eventsOfRun,
            keepsMutations: true)
        while world.deployments < runs {
            world.drive(events: 1_000)
            try store.commit(world.takeMutations())
        }
        try store.close()
        print(world.deployments)
    }
}
