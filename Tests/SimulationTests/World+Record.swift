import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

/// What keeps the record from being written for a while.
struct Outage {
    /// Microseconds of uptime.
    var end: Int64
    /// It can not be read back either.
    var isUnreadable: Bool
}

extension World {
    /// What waits is decided, committed together, and performed; the daemon dies in between when the seed says so.
    mutating func handle(_ event: Event) {
        guard daemon != nil else { return }
        events += 1
        recent = recent.suffix(11) + ["\(now.wall.rfc3339) \(String(describing: event).prefix(160))"]
        backlog.append(event)
        decideAndCommit()
    }

    mutating func decideAndCommit() {
        guard daemon != nil, !backlog.isEmpty else { return }
        guard readBack() else { return waitForRecord() }
        let decisions = backlog.compactMap { daemon?.handle($0, at: now) }
        if isTroubled, random.happens(onceIn: 400) { return dieAndComeBack() }
        if isTroubled, random.happens(onceIn: 300) { beginOutage() }
        if isRecordFailing { return failToCommit() }
        if isTroubled, isRefusedForGood { return dropRefused() }
        guard commit(decisions.flatMap(\.mutations)) else { return }
        backlog = []
        for command in decisions.flatMap(\.commands) {
            if isTroubled, random.happens(onceIn: 300) { return dieAndComeBack() }
            perform(command)
        }
    }

    /// nil: it can not be read at present.
    func readRecord() -> Snapshot? {
        isRecordFailing && outage?.isUnreadable == true ? nil : store.restore()
    }

    private var isRecordFailing: Bool { isTroubled && (outage?.end ?? 0) > now.uptime }

    private mutating func beginOutage() {
        let length = random.happens(onceIn: 2) ? Duration.milliseconds(250) : random.duration(upTo: .seconds(3600))
        outage = Outage(end: later(length), isUnreadable: random.happens(onceIn: 2))
    }

    /// People and ticks are told so; everything else waits.
    private mutating func failToCommit() {
        isAhead = true
        _ = readBack()
        waitForRecord()
    }

    private mutating func waitForRecord() {
        backlog.removeAll { event in
            switch event {
            case .ticked, .demanded: true
            default: false
            }
        }
        plan(.recordIsTriedAgain, within: .seconds(30))
    }

    /// Returns whether the daemon knows nothing but what is on the record.
    private mutating func readBack() -> Bool {
        guard isAhead else { return true }
        guard let snapshot = readRecord() else { return false }
        daemon?.reset(to: snapshot)
        isAhead = false
        return true
    }

    /// Files that contradict the index are the one thing that a record refuses and a look at the directory mends.
    private var isRefusedForGood: Bool {
        mutating get {
            guard backlog.count == 1, case .filesReady = backlog[0] else { return false }
            return random.happens(onceIn: 100)
        }
    }

    private mutating func dropRefused() {
        backlog = []
        daemon?.reset(to: store.restore())
        plan(.rescan, within: .seconds(10))
    }

    private mutating func commit(_ mutations: [Mutation]) -> Bool {
        do throws(StoreError) {
            try store.commit(mutations)
        } catch {
            violations.append("the record refuses what follows from \(backlog): \(error)")
            return false
        }
        violations += judge.take(mutations, at: now).map { "after \(events) events: \($0)" }
        for mutation in mutations {
            history.combine(mutation)
            if case .putRun(let run) = mutation, let outcome = run.phase.outcome {
                outcomes[outcome.word, default: 0] += 1
            }
        }
        checkInvariants()
        return true
    }
}
