import MLOpsCore
import MLOpsSchedule

/// Drives the pure orchestrator with what a busy machine would send it, as fast as it answers: files arrive in 100
/// pipelines, each arrival becomes a run, each run gets every answer that a run needs up to its deployment.
@main
struct Decisions {
    static func main() {
        let pipelines = (0..<100).map { PipelineName("pipeline-\($0)") }
        var world = World(pipelines)
        world.drive(events: 50_000)
        let measured = 1_000_000
        let start = ContinuousClock.now
        world.drive(events: measured)
        let elapsed = start.duration(to: .now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        print(
            """
            {"pipelines": \(pipelines.count), "events": \(measured), "seconds": \(seconds), \
            "events_per_second": \(Int(Double(measured) / seconds)), "runs": \(world.ended)}
            """)
    }
}
