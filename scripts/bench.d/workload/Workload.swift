import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Work for scripts/bench that only Swift can make: events through the pure orchestrator, and a long past.
@main
struct Workload {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "decisions": measureDecisions()
        case "history" where arguments.count == 4:
            guard let runs = Int(arguments[arguments.startIndex + 3]) else { fallthrough }
            try writeHistory(
                path: arguments[arguments.startIndex + 1], pipeline: arguments[arguments.startIndex + 2], runs: runs)
        default: print("usage: workload decisions | workload history DATABASE PIPELINE RUNS")
        }
    }

    /// Files arrive in 100 pipelines, each arrival becomes a run, each run gets every answer it needs until it is live.
    private static func measureDecisions() {
        // Each pipeline runs every 20 minutes.
        var world = World(
            (0..<100).map { PipelineName("pipeline-\($0)") }, from: Instant(seconds: 1_795_392_000), step: .seconds(1.7)
        )
        world.drive(events: 50_000)
        let measured = 1_000_000
        let start = ContinuousClock.now
        world.drive(events: measured)
        let seconds = start.duration(to: .now) / .seconds(1)
        print(
            """
            {"pipelines": 100, "events": \(measured), "seconds": \(seconds), \
            "events_per_second": \(Int(Double(measured) / seconds)), "deployments": \(world.deployments)}
            """)
    }

    /// The same life of one pipeline, committed to a new record as the daemon would, but many events at a time.
    private static func writeHistory(path: String, pipeline: String, runs: Int) throws {
        let store = try SQLiteMetadataStore(path: path)
        // 100,000 runs fill the year 2025, which is before whatever the daemon does next, as its record must be.
        var world = World(
            [PipelineName(pipeline)], from: Instant(seconds: 1_735_689_600), step: .seconds(45), keepsMutations: true)
        while world.deployments < runs {
            world.drive(events: 1_000)
            try store.commit(world.takeMutations())
        }
        try store.close()
        print(world.deployments)
    }
}
