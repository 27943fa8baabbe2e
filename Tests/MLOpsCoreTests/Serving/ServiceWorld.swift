import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

/// A service with a world around it that does what it is told, sooner or later, and lets some of it fail.
struct ServiceWorld {
    static let plan = ServicePlan(
        service: ServiceDefinition(arguments: ["serve"], address: .tcp(host: "127.0.0.1", port: 8080)),
        directory: "/srv", target: "/srv/model")

    static func goal(_ version: Int64) -> ServiceGoal {
        ServiceGoal(version: ModelVersionID(pipeline: PipelineName("p"), number: version), plan: plan)
    }

    private(set) var service = PredictionService()
    private(set) var now = Moment(wall: Instant(seconds: 1_795_392_000), uptime: 1_000_000, boot: "boot-1")
    /// What will happen, in the order in which it was caused.
    var coming: [ServiceEvent] = []
    private(set) var told: [Notice.Kind] = []
    private(set) var answers: [Int64: [String?]] = [:]
    /// Servers that live, and where clients are led.
    private(set) var living: [Int64: ServiceGoal] = [:]
    private(set) var led: Int64?
    private(set) var closed = 0
    private(set) var rehearsals: [Int64] = []
    var breaks: (ServiceGoal) -> Bool = { _ in false }

    mutating func handle(_ event: ServiceEvent) {
        if case .ended(let number, _) = event { living[number] = nil }
        for effect in service.handle(event, at: now) { perform(effect) }
    }

    mutating func pass(_ duration: Duration) {
        let microseconds = duration.components.seconds * 1_000_000
        now = Moment(wall: now.wall + duration, uptime: now.uptime + microseconds, boot: now.boot)
    }

    /// Lets everything happen that comes of itself.
    mutating func settle() {
        while !coming.isEmpty { handle(coming.removeFirst()) }
    }

    private mutating func perform(_ effect: ServiceEffect) {
        switch effect {
        case .rehearse(let number, let goal):
            rehearsals.append(number)
            coming.append(.rehearsed(number, problem: breaks(goal) ? "it breaks" : nil))
        case .start(let number, let goal):
            living[number] = goal
            coming.append(breaks(goal) ? .ended(number, reason: "it breaks") : .answered(number, problem: nil))
        case .point(let number): led = number
        case .drain(let number, _): coming.append(.drained(number))
        case .stop(let number): coming.append(.ended(number, reason: "it was stopped"))
        case .close:
            led = nil
            closed += 1
        case .answer(let ticket, let problem): answers[ticket, default: []].append(problem)
        case .tell(let kind, _, _): told.append(kind)
        }
    }

    var answering: ServiceGoal? { led.flatMap { living[$0] } }
}
