import MLOpsCore

/// What SEMANTICS 8 to 10 say of requests and starts, without any of the orchestrator's means: who waits, who runs.
///
/// Time goes by in whole days, so that every start is either of this day or no longer counts.
struct AdmissionRules {
    struct Waiting: Hashable {
        var id: Int64
        var priority: Int
        var isOnDemand: Bool
        var day: Int
    }

    struct Pipeline: Hashable {
        var policy: PolicyDefinition
        var waiting: [Waiting] = []
        /// The requests that run, the oldest first.
        var running: [Int64] = []
        var startsToday = 0
        var suppressed = 0

        var mayRunAtOnce: Int { if case .allow(let limit) = policy.overlap { limit } else { 1 } }
        var budgetIsSpent: Bool { startsToday >= policy.maxRunsPerDay }

        func isFree(for request: Waiting) -> Bool {
            (request.isOnDemand || !budgetIsSpent) && running.count < mayRunAtOnce
        }
    }

    var pipelines: [Pipeline]
    let places: Int
    private(set) var started: [Int64] = []
    private var requests: Int64 = 0
    private var day = 0

    init(_ policies: [PolicyDefinition], places: Int) {
        pipelines = policies.map { Pipeline(policy: $0) }
        self.places = places
    }

    mutating func dataComes(to pipeline: Int) {
        let policy = pipelines[pipeline].policy
        if policy.overlap == .skip, !pipelines[pipeline].running.isEmpty {
            pipelines[pipeline].suppressed += 1
        } else {
            wish(Waiting(id: 0, priority: policy.priority ?? 50, isOnDemand: false, day: day), of: pipeline)
        }
        settle()
    }

    mutating func someoneDemands(_ pipeline: Int) {
        let demand = Waiting(id: 0, priority: 100, isOnDemand: true, day: day)
        if pipelines[pipeline].waiting.isEmpty {
            add(demand, to: pipeline)
        } else {
            // It joins the oldest; its own number is used up.
            requests += 1
            pipelines[pipeline].waiting[0].join(demand)
        }
        settle()
    }

    /// - Returns: false when none runs.
    mutating func oldestRunEnds() -> Bool {
        guard let oldest = started.first(where: { id in pipelines.contains { $0.running.contains(id) } }) else {
            return false
        }
        end(oldest)
        settle()
        return true
    }

    mutating func dayPasses() {
        day += 1
        for index in pipelines.indices { pipelines[index].startsToday = 0 }
        settle()
    }

    private mutating func wish(_ wish: Waiting, of pipeline: Int) {
        let waiting = pipelines[pipeline].waiting.count
        let limit = if case .queue(let limit) = pipelines[pipeline].policy.overlap { limit } else { 1 }
        if waiting < limit {
            add(wish, to: pipeline)
        } else {
            pipelines[pipeline].waiting[waiting - 1].join(wish)
        }
    }

    private mutating func add(_ request: Waiting, to pipeline: Int) {
        requests += 1
        var request = request
        request.id = requests
        pipelines[pipeline].waiting.append(request)
    }

    private mutating func end(_ id: Int64) {
        for index in pipelines.indices { pipelines[index].running.removeAll { $0 == id } }
    }

    /// Starts what may start; what is in the way of a newer request and may be cancelled ends, the oldest first.
    private mutating func settle() {
        var cancelled: [Int64] = []
        repeat {
            for id in cancelled.prefix(1) { end(id) }
            cancelled = Array(cancelled.dropFirst())
            startWhatMay()
            for pipeline in pipelines { cancelled += inTheWay(of: pipeline).filter { !cancelled.contains($0) } }
        } while !cancelled.isEmpty
    }

    private func inTheWay(of pipeline: Pipeline) -> [Int64] {
        guard pipeline.policy.overlap == .cancelRunning else { return [] }
        return pipeline.waiting.contains { $0.isOnDemand || !pipeline.budgetIsSpent } ? pipeline.running : []
    }

    private mutating func startWhatMay() {
        while pipelines.reduce(0, { $0 + $1.running.count }) < places {
            let free = pipelines.indices.flatMap { index in
                pipelines[index].waiting.filter(pipelines[index].isFree).map { (index, $0) }
            }
            guard let (index, first) = free.max(by: { isLess($0.1, $1.1) }) else { return }
            pipelines[index].waiting.removeAll { $0.id == first.id }
            pipelines[index].running.append(first.id)
            pipelines[index].startsToday += 1
            started.append(first.id)
        }
    }

    /// One point of priority for ten minutes of waiting; of equals the oldest.
    private func isLess(_ left: Waiting, _ right: Waiting) -> Bool {
        let (leftUrgency, rightUrgency) = (urgency(of: left), urgency(of: right))
        return leftUrgency == rightUrgency ? left.id > right.id : leftUrgency < rightUrgency
    }

    private func urgency(of request: Waiting) -> Int { request.priority + (day - request.day) * 24 * 6 }
}

extension AdmissionRules.Waiting {
    mutating func join(_ other: Self) {
        priority = max(priority, other.priority)
        isOnDemand = isOnDemand || other.isOnDemand
    }
}
