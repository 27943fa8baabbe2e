extension PredictionService {
    /// Compares what there is with what shall be, and takes the next step.
    mutating func reconcile(at now: Moment, _ effects: inout [ServiceEffect]) {
        guard isAdopted else { return }
        if let trial { pursue(trial.goal, at: now, isTrial: true, &effects) }
        switch wish {
        case .unknown where !isOnTrial: return
        case .nothing where !isOnTrial:
            if isOpen { effects.append(.close) }
            (current, isOpen) = (nil, false)
        case .goal(let goal) where !isOnTrial || trial != nil: pursue(goal, at: now, isTrial: false, &effects)
        default: break
        }
        retire(at: now, &effects)
    }

    private mutating func pursue(
        _ goal: ServiceGoal, at now: Moment, isTrial: Bool, _ effects: inout [ServiceEffect]
    ) {
        guard let generation = generation(for: goal) else {
            if isTrial || mayStart(at: now) { begin(goal, isTrial: isTrial, at: now, &effects) }
            return
        }
        guard generation.phase == .ready else { return }
        if current != generation.number { lead(to: generation, &effects) }
        guard let trial, isTrial else { return }
        effects.append(.answer(ticket: trial.ticket, problem: nil))
        self.trial = nil
    }

    private mutating func lead(to generation: Generation, _ effects: inout [ServiceEffect]) {
        let former = generations.first { $0.number == current }
        current = generation.number
        effects.append(.point(generation.number))
        let instead = former.map { " instead of \($0.goal.version)" } ?? ""
        let address = generation.goal.plan.service.address
        effects.append(
            .tell(
                .serviceSwitched, "\(generation.goal.version) answers at \(address)\(instead)", generation.goal.version)
        )
    }

    private func mayStart(at now: Moment) -> Bool {
        lastFailure.map { $0.remaining(of: backoff, at: now) == .zero } ?? true
    }

    /// A server that only replaces itself is not tried in advance: nobody is answered meanwhile.
    private mutating func begin(
        _ goal: ServiceGoal, isTrial: Bool, at now: Moment, _ effects: inout [ServiceEffect]
    ) {
        lastNumber += 1
        isOpen = true
        let isAnswering = generations.contains { $0.number == current && $0.phase == .ready }
        let phase = isTrial || isAnswering ? Phase.rehearsing : .starting
        generations.append(Generation(number: lastNumber, goal: goal, phase: phase, since: now))
        effects.append(phase == .rehearsing ? .rehearse(lastNumber, goal) : .start(lastNumber, goal))
    }

    /// Whatever is neither led to nor waited for goes; what answered before a trial stays as long as that may fail.
    private mutating func retire(at now: Moment, _ effects: inout [ServiceEffect]) {
        var goals = trial.map { [$0.goal] } ?? []
        if case .goal(let goal) = wish { goals.append(goal) }
        for generation in generations where generation.number != current {
            switch generation.phase {
            case .ready where !isOnTrial:
                move(generation.number, to: .draining, at: now)
                effects.append(.drain(generation.number, generation.goal))
            case .rehearsing, .starting:
                if !goals.contains(generation.goal) { stop(generation.number, at: now, &effects) }
            case .ready, .draining, .stopping: break
            }
        }
    }
}
