import MLOpsCore
import MLOpsSchedule

/// How many events a second the pure orchestrator takes in.
struct DecisionSpeed {
    let pipelines: Int
    let events: Int
    private(set) var seconds = 0.0
    private(set) var deployments = 0

    init(pipelines: Int, events: Int) {
        self.pipelines = pipelines
        self.events = events
    }

    /// Files arrive in all pipelines in turn, each arrival becomes a run, each run gets every answer it needs until it
    /// is live. Every pipeline has had its first model before the clock starts.
    mutating func measure() {
        // Each pipeline runs every 20 minutes, however many there are.
        var world = World(
            (0..<pipelines).map { PipelineName("pipeline-\($0)") }, from: Instant(seconds: 1_795_392_000),
            step: .seconds(1_200) / World.eventsOfRun / pipelines)
        world.drive(events: max(50_000, 8 * pipelines))
        let before = world.deployments
        let start = ContinuousClock.now
        world.drive(events: events)
        seconds = start.duration(to: .now) / .seconds(1)
        deployments = world.deployments - before
    }

    /// One line of JSON.
    var report: String {
        """
        {"pipelines": \(pipelines), "events": \(events), "seconds": \(seconds), \
        "events_per_second": \(Int(Double(events) / seconds)), "deployments": \(deployments)}
        """
    }
}
