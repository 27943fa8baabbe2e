import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import OrderedCollections

extension World {
    /// What must hold after every commit.
    mutating func checkInvariants() {
        guard let daemon else { return }
        if events % 16 == 0 { checkRecord(against: daemon) }
        require(daemon.activeRuns.count <= host.maxRunningRuns, "more runs than the host allows")
        for name in Self.names { checkOverlap(of: name, daemon.activeRuns.filter { $0.pipeline == name }) }
        for name in Self.names { checkSplit(of: name, daemon) }
        for run in daemon.activeRuns { checkAttempts(of: run) }
    }

    private mutating func checkRecord(against daemon: Orchestrator) {
        let snapshot = store.restore()
        for state in snapshot.pipelines {
            require(daemon.state(of: state.name) == state, "the record restores \(state.name) as it is not in memory")
        }
        let active = daemon.activeRuns
        require(
            snapshot.activeRuns.count == active.count && snapshot.activeRuns.allSatisfy(active.contains),
            "the record restores other runs than are in memory")
    }

    private mutating func checkOverlap(of name: PipelineName, _ active: [Run]) {
        // A run that began while more were allowed goes on; the limit is that of the newest's own definition.
        guard let newest = active.last, let policy = everDefined[newest.definition]?.policy else { return }
        let limit = if case .allow(let limit) = policy.overlap { limit } else { 1 }
        let started = active.filter { $0.definition == newest.definition }
        require(started.count <= limit, "\(started.count) runs of \(name) at once")
    }

    private mutating func checkAttempts(of run: Run) {
        for step in run.steps where step.attempts > 0 {
            require(step.attempts <= 3, "step \(step.name) of \(run.id) has \(step.attempts) attempts")
        }
        if case .running = run.phase {
            let states = run.steps.map(\.isFinal)
            require(states.contains(false), "run \(run.id) has nothing left to do and does not end")
        }
    }

    /// Stops all trouble and waits until nothing is due; then nothing may be left over.
    mutating func comeToRest() {
        guard violations.isEmpty else { return }
        isTroubled = false
        startDaemon()
        handle(.configured(configuration()))
        for name in vanished.sorted() { rootReturns(of: name) }
        for name in Self.names { demand(.resume(name, catchUp: false)) }
        rescan()
        // Longer than run_timeout, queue_timeout and every backoff.
        let end = now.uptime + Duration.seconds(32_000).microseconds
        while now.uptime < end, violations.isEmpty { step() }
        // The last answer to a probe may have begun to take a version back.
        for _ in 0..<100 where !store.restore().openDeployments.isEmpty && violations.isEmpty { step() }
        // The last that happened may be that the clock was set, which the next tick is told.
        handle(.ticked)
        checkRest()
    }

    private mutating func checkRest() {
        guard let daemon, violations.isEmpty else { return }
        for run in daemon.activeRuns where now.elapsed(since: run.startedAt) > .seconds(24_000) {
            violations.append("run \(run.id) never ends")
        }
        checkRecord(against: daemon)
        for name in Self.names { checkRequests(of: name, daemon) }
        for name in Self.names {
            require(store.lastSequence(name, "in") == delivered[name] ?? 0, "files of \(name) were lost")
            let reason = daemon.state(of: name)?.datasets["in"]?.unavailable
            require(reason == nil, "the directory of \(name) is there and counts as unavailable")
        }
        checkEvidence(daemon)
        checkLinks()
        violations += judge.verdictAtRest(of: store)
    }

    /// Where a link leads is what went live there last, or the champion.
    private mutating func checkLinks() {
        require(store.restore().openDeployments.isEmpty, "a deployment never ends")
        for (target, version) in links.sorted(by: { $0.key < $1.key }) {
            let champion = daemon?.state(of: version.pipeline)?.champion?.version
            let live = judge.liveAt[target]
            require(
                live == version || champion == version,
                "\(target) leads to \(version), live there was \(live?.description ?? "nothing")")
        }
        for (target, version) in judge.liveAt.sorted(by: { $0.key < $1.key }) where links[target] == nil {
            violations.append("\(target) leads nowhere, live there was \(version)")
        }
    }

    /// Only the champion is ever tried on a share of the requests, and only while it is on probation.
    private mutating func checkSplit(of name: PipelineName, _ daemon: Orchestrator) {
        guard let state = daemon.state(of: name), let split = state.traffic, let canary = split.canary else { return }
        require(
            canary.version == state.champion?.version && canary.version != split.stable
                && canary.version == state.probation?.deployment.version,
            "\(canary.version) is tried beside \(split.stable), and should not be")
    }

    /// What waits says what it waits for.
    private mutating func checkRequests(of name: PipelineName, _ daemon: Orchestrator) {
        guard case .success(let explanations) = daemon.explainInaction(of: name, trigger: nil, at: now) else { return }
        for explanation in explanations where explanation.subject.hasPrefix("request ") {
            require(!explanation.children.isEmpty, "\(explanation.subject) of \(name) waits for nothing")
        }
    }

    /// Every use of evidence is final, or in a live latch, or in a pending request.
    private mutating func checkEvidence(_ daemon: Orchestrator) {
        for use in store.unsettledUses {
            switch use.disposition {
            case .latched:
                let latch = daemon.latch(use.operand, of: use.pipeline)
                require(
                    latch.map { $0.firstEvidence <= use.evidence && use.evidence <= $0.lastEvidence } ?? false,
                    "\(use.evidence) is latched for \(use.operand) and no latch holds it")
            case .merged(let request):
                let pending = daemon.state(of: use.pipeline)?.requests.contains { $0.id == request } ?? false
                require(pending, "\(use.evidence) is merged into \(request), which is not pending")
            default: violations.append("\(use.evidence) is settled and listed as unsettled")
            }
        }
    }

    mutating func require(_ condition: Bool, _ text: @autoclosure () -> String) {
        if !condition { violations.append("after \(events) events: \(text())") }
    }
}
