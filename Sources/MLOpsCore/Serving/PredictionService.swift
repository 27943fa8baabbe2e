/// The prediction service of one pipeline.
///
/// A server serves one version by one plan as long as it lives, and has a number, its generation. What shall be served
/// changes by starting another beside it: events go in, what is to be done comes out, and whatever fails, the generation
/// that clients are led to stays.
package struct PredictionService: Hashable, Sendable {
    package enum Phase: String, Sendable {
        /// A throw-away process tries the model.
        case rehearsing
        case starting
        case ready
        /// Connections to it may end; new ones lead elsewhere.
        case draining
        case stopping
    }

    package struct Generation: Hashable, Sendable {
        package var number: Int64
        package var goal: ServiceGoal
        package var phase: Phase
        package var since: Moment
    }

    enum Wish: Hashable, Sendable {
        /// The record has not been asked: nothing is stopped, and nothing started.
        case unknown
        case nothing
        indirect case goal(ServiceGoal)
    }

    struct Trial: Hashable, Sendable {
        var ticket: Int64
        var goal: ServiceGoal
    }

    /// A server that lasts so long was not at fault for what came before.
    static let wellAfter = Duration.seconds(60)
    /// So many failures in a row open the breaker.
    static let breakerFailures = 5
    /// Between two tries behind an open breaker.
    static let brokenPause = Duration.seconds(300)

    var wish = Wish.unknown
    var trial: Trial?
    /// A trial has succeeded, and what it replaced is kept until it is known what becomes of the deployment.
    var isOnTrial = false
    var isAdopted = false
    package internal(set) var generations: [Generation] = []
    /// Where clients are led; it may have ended.
    package internal(set) var current: Int64?
    /// The address may be held.
    var isOpen = false
    var lastNumber: Int64 = 0
    package internal(set) var failures = 0
    var lastFailure: Moment?
    package internal(set) var problem: String?

    package init() {}

    /// Takes one event into account.
    package mutating func handle(_ event: ServiceEvent, at now: Moment) -> [ServiceEffect] {
        var effects: [ServiceEffect] = []
        apply(event, at: now, &effects)
        reconcile(at: now, &effects)
        return effects
    }

    private mutating func apply(_ event: ServiceEvent, at now: Moment, _ effects: inout [ServiceEffect]) {
        switch event {
        case .adopted(let adopted, let current, let lastNumber):
            adopt(adopted, current: current, lastNumber: lastNumber, at: now, &effects)
        case .wanted(let goal): want(goal)
        case .tried(let ticket, let goal): attempt(goal, ticket, &effects)
        case .restored(let ticket, let goal): attempt(goal, ticket, isKnown: true, &effects)
        case .rehearsed(let number, let problem): rehearsed(number, problem, at: now, &effects)
        case .answered(let number, let problem): answered(number, problem, at: now, &effects)
        case .pointingFailed(let number, let reason): pointingFailed(number, reason, at: now, &effects)
        case .drained(let number):
            guard phase(of: number) == .draining else { return }
            stop(number, at: now, &effects)
        case .ended(let number, let reason): ended(number, reason, at: now, &effects)
        case .ticked: break
        }
    }

    /// The time after which `ServiceEvent.ticked` can change something; nil: none.
    package func pause(at now: Moment) -> Duration? {
        guard trial != nil || !isOnTrial, case .goal(let goal) = wish, generation(for: goal) == nil else { return nil }
        return lastFailure?.remaining(of: backoff, at: now) ?? .zero
    }

    /// Nothing after the first failure; then 1 s, doubled each time.
    var backoff: Duration {
        if failures >= Self.breakerFailures { return Self.brokenPause }
        return failures <= 1 ? .zero : .seconds(1 << (failures - 2))
    }

    /// The newest generation that serves the goal, or is about to.
    func generation(for goal: ServiceGoal) -> Generation? {
        generations.last { generation in
            switch generation.phase {
            case .rehearsing, .starting, .ready: generation.goal == goal
            case .draining, .stopping: false
            }
        }
    }

    func phase(of number: Int64) -> Phase? { generations.first { $0.number == number }?.phase }

    /// Returns the generation as it was.
    @discardableResult
    mutating func move(_ number: Int64, to phase: Phase, at now: Moment) -> Generation? {
        guard let index = generations.firstIndex(where: { $0.number == number }) else { return nil }
        let former = generations[index]
        generations[index].phase = phase
        generations[index].since = now
        return former
    }

    mutating func stop(_ number: Int64, at now: Moment, _ effects: inout [ServiceEffect]) {
        guard move(number, to: .stopping, at: now) != nil else { return }
        effects.append(.stop(number))
    }
}
