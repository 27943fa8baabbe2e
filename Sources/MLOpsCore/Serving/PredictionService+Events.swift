extension PredictionService {
    /// What clients are not led to was on its way up or down when the daemon ended; neither is gone on with.
    mutating func adopt(
        _ adopted: [ServiceEvent.Adopted], current: Int64?, lastNumber: Int64, at now: Moment,
        _ effects: inout [ServiceEffect]
    ) {
        guard !isAdopted else { return }
        (isAdopted, isOpen) = (true, true)
        self.current = current
        self.lastNumber = lastNumber
        for server in adopted {
            let isCurrent = server.number == current
            generations.append(
                Generation(
                    number: server.number, goal: server.goal, phase: isCurrent ? .ready : .draining, since: now))
            if !isCurrent { effects.append(.drain(server.number, server.goal)) }
        }
    }

    mutating func want(_ goal: ServiceGoal?) {
        let wanted = goal.map { Wish.goal($0) } ?? .nothing
        // Said while a deployment tries another version: it does not concern that.
        isOnTrial = trial.map { wanted != .goal($0.goal) } ?? false
        guard wanted != wish else { return }
        wish = wanted
        forgetFailures()
    }

    /// - Parameter isKnown: the version was served before, and the plan that it is served by now is as good.
    mutating func attempt(
        _ goal: ServiceGoal?, _ ticket: Int64, isKnown: Bool = false, _ effects: inout [ServiceEffect]
    ) {
        if let trial { effects.append(.answer(ticket: trial.ticket, problem: "another deployment came")) }
        trial = nil
        guard let goal else {
            (wish, isOnTrial) = (.nothing, false)
            return effects.append(.answer(ticket: ticket, problem: nil))
        }
        trial = Trial(ticket: ticket, goal: goal)
        if isKnown, case .goal(let wanted) = wish, wanted.version == goal.version { trial?.goal = wanted }
        isOnTrial = wish != trial.map { .goal($0.goal) }
    }

    mutating func rehearsed(
        _ number: Int64, _ problem: String?, at now: Moment, _ effects: inout [ServiceEffect]
    ) {
        guard phase(of: number) == .rehearsing else {
            // Nobody waits for it any more.
            return generations.removeAll { $0.number == number && $0.phase == .stopping }
        }
        guard let problem else {
            if let generation = move(number, to: .starting, at: now) { effects.append(.start(number, generation.goal)) }
            return
        }
        // Nothing of it lives.
        guard let index = generations.firstIndex(where: { $0.number == number }) else { return }
        fail(generations.remove(at: index).goal, problem, at: now, &effects)
    }

    mutating func answered(
        _ number: Int64, _ problem: String?, at now: Moment, _ effects: inout [ServiceEffect]
    ) {
        guard phase(of: number) == .starting else { return }
        guard let problem else {
            move(number, to: .ready, at: now)
            return
        }
        let goal = generations.first { $0.number == number }?.goal
        stop(number, at: now, &effects)
        if let goal { fail(goal, problem, at: now, &effects) }
    }

    mutating func pointingFailed(
        _ number: Int64, _ reason: String, at now: Moment, _ effects: inout [ServiceEffect]
    ) {
        guard phase(of: number) == .ready, let goal = generations.first(where: { $0.number == number })?.goal else {
            return
        }
        if current == number { current = nil }
        stop(number, at: now, &effects)
        fail(goal, reason, at: now, &effects)
    }

    mutating func ended(_ number: Int64, _ reason: String, at now: Moment, _ effects: inout [ServiceEffect]) {
        guard let index = generations.firstIndex(where: { $0.number == number }) else { return }
        let generation = generations.remove(at: index)
        switch generation.phase {
        case .rehearsing, .starting: fail(generation.goal, reason, at: now, &effects)
        case .draining, .stopping: break
        case .ready:
            guard number == current else { return }
            if now.elapsed(since: generation.since) >= Self.wellAfter { forgetFailures() }
            effects.append(
                .tell(
                    .serverEnded, "the server of \(generation.goal.version) ended: \(reason)", generation.goal.version))
            // What it replaced is there still, if a deployment was under way.
            if trial == nil { isOnTrial = false }
            fail(generation.goal, reason, at: now, &effects)
        }
    }

    /// A trial is told and given up; what the record wants is tried again after a pause.
    private mutating func fail(
        _ goal: ServiceGoal, _ problem: String, at now: Moment, _ effects: inout [ServiceEffect]
    ) {
        if let trial, trial.goal == goal {
            effects.append(.answer(ticket: trial.ticket, problem: problem))
            (self.trial, isOnTrial) = (nil, false)
        }
        guard case .goal(goal) = wish else { return }
        failures += 1
        lastFailure = now
        self.problem = problem
        guard failures == Self.breakerFailures else { return }
        effects.append(
            .tell(
                .serviceBroken,
                "\(goal.version) can not be served: \(failures) failures in a row, the last: \(problem); "
                    + "it is tried every \(Self.brokenPause.components.seconds / 60) minutes",
                goal.version))
    }

    private mutating func forgetFailures() {
        (failures, lastFailure, problem) = (0, nil, nil)
    }
}
