import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import OrderedCollections

/// Watches what is committed and nothing else, and knows what must never be among it.
struct Judge {
    private struct AliasKey: Hashable {
        var pipeline: PipelineName
        var alias: String
    }

    private struct OperandKey: Hashable {
        var pipeline: PipelineName
        var operand: String
    }

    private struct MonitorKey: Hashable {
        var pipeline: PipelineName
        var operand: String
        var reference: ModelVersionID
    }

    private(set) var endedRuns: [Run] = []
    private var log: [Mutation] = []
    /// Registered, in the order of their registration, as they were recorded last.
    private(set) var versions: [ModelVersion] = []
    var awaiting: [ModelVersion] { versions.filter { $0.status == .awaiting } }
    private var aliases: [AliasKey: ModelVersionID] = [:]
    private var moved: [AliasKey: ModelVersionID] = [:]
    private var stages: [DeploymentID: Int] = [:]
    /// Pipelines and digests of models that were taken back.
    private var badDigests: Set<String> = []
    /// The newest live row of each target.
    private(set) var liveAt: [String: ModelVersionID] = [:]
    private var phases: [RunID: Int] = [:]
    private var runs: [RunID: Run] = [:]
    private var steps: [RunID: [StepRun]] = [:]
    private var states: [PipelineName: PipelineState] = [:]
    private var facts: [EvidenceID: Evidence.Fact] = [:]
    private var used: Set<EvidenceID> = []
    /// The last slots that are accounted for: as the record has it now, and the latest that ever was.
    private var cursors: [OperandKey: Instant] = [:]
    private var newestSlots: [OperandKey: Instant] = [:]
    /// Every time up to which slots were once accounted for, in whatever century the clock was.
    private var ends: [OperandKey: [Instant]] = [:]
    private var judged: [MonitorKey: Int64] = [:]
    private var champions: [PipelineName: ModelVersionID] = [:]
    private var live: [PipelineName: ModelVersionID] = [:]
    private var startKeys: Set<String> = []

    /// Takes a commit and returns what is wrong with it.
    mutating func take(_ mutations: [Mutation], at now: Moment) -> [String] {
        log += mutations
        var wrongs: [String] = []
        for mutation in mutations { wrongs += take(mutation, at: now) }
        wrongs += live.keys.sorted().compactMap { name in
            live[name] == champions[name] ? nil : "the alias of \(name) is not the last live row of the ledger"
        }
        return wrongs
    }

    private mutating func take(_ mutation: Mutation, at now: Moment) -> [String] {
        switch mutation {
        case .addEvidence(let evidence): facts[evidence.id] = evidence.fact
        case .addUse(let use): return take(use)
        case .addDecision(let decision):
            guard decision.kind == .start, let key = decision.dedupeKey else { return [] }
            return startKeys.insert(key).inserted ? [] : ["two runs started for \(key)"]
        case .putRun(let run): return take(run.value, at: now)
        case .putWindow(_, let name, let judgement, _): return take(judgement, of: name)
        case .putPipeline(let state): return take(state.value)
        case .putAlias(let name, let alias, let version):
            aliases[AliasKey(pipeline: name, alias: alias)] = version
            if alias == "champion" { champions[name] = version }
        case .addAliasMove(let move):
            let key = AliasKey(pipeline: move.pipeline, alias: move.alias)
            defer { moved[key] = move.to }
            return move.from == moved[key] ? [] : ["the ledger of \(move.alias) of \(move.pipeline) has a gap"]
        case .putVersion(let version):
            versions.removeAll { $0.id == version.id }
            versions.append(version)
        case .setVersionStatus(let id, let status, _):
            guard let index = versions.firstIndex(where: { $0.id == id }) else { return ["\(id) is not registered"] }
            versions[index].status = status
            if status == .bad { badDigests.insert("\(id.pipeline) \(versions[index].digest)") }
        case .putDeployment(let row): return take(row.value)
        default: break
        }
        return []
    }

    /// A deployment goes through its stages in their order and ends once.
    private mutating func take(_ row: Deployment) -> [String] {
        let former = stages[row.id]
        let rank: Int
        switch (row.state, row.stage) {
        case (.intended, .proving): rank = 1
        case (.intended, .restoring): rank = 2
        case (.intended, _): rank = 0
        case (.live, _), (.failed, _): rank = 3
        }
        stages[row.id] = rank
        if row.state == .live {
            live[row.pipeline] = row.version
            if let target = row.target { liveAt[target] = row.version }
            if former == 2 { return ["\(row.id) is live although what was before was to be restored"] }
        }
        if let former, rank <= former { return ["\(row.id) goes back to another stage"] }
        return former == nil ? checkPromotion(row) : []
    }

    /// What goes live by itself has gates that say so, and about the champion that it replaces.
    private func checkPromotion(_ row: Deployment) -> [String] {
        guard let id = row.run, let run = runs[id] else { return [] }
        var wrongs: [String] = []
        if badDigests.contains("\(row.pipeline) \(row.digest)") {
            wrongs.append("\(row.version) was taken back and goes live again")
        }
        if run.gates.contains(where: { $0.verdict == .fail || $0.verdict == .inconclusive }) {
            wrongs.append("\(row.version) goes live although its gates do not pass")
        }
        if run.gates.isEmpty { wrongs.append("\(row.version) goes live without a verdict") }
        // Without gates there was nothing to compare it by.
        if run.comparedWith != champions[row.pipeline], run.gates.contains(where: { $0.verdict != .ungated }) {
            wrongs.append("\(row.version) goes live and was compared with another champion")
        }
        return wrongs
    }

    /// Slots are accounted for once each, all of them, and in their order.
    private mutating func take(_ use: EvidenceUse) -> [String] {
        used.insert(use.evidence)
        let (first, last, count): (Instant, Instant, Int)
        switch facts[use.evidence] {
        case .slot(let nominal): (first, last, count) = (nominal, nominal, 1)
        case .slotsMissed(let missed, let from, let through, _): (first, last, count) = (from, through, missed)
        case nil: return ["\(use.evidence) is used before it is recorded"]
        default: return []
        }
        let key = OperandKey(pipeline: use.pipeline, operand: use.operand)
        defer {
            cursors[key] = last
            ends[key, default: []].append(last)
            newestSlots[key] = max(last, newestSlots[key] ?? last)
        }
        var wrongs: [String] = []
        if schedules[use.operand]?.slots(after: first - .microseconds(1), through: last)?.count != count {
            wrongs.append("\(count) slots of \(use.operand) are not those from \(first.rfc3339) to \(last.rfc3339)")
        }
        if let cursor = cursors[key], skips(after: cursor, before: first, key) {
            wrongs.append("slots of \(use.operand) in \(use.pipeline) before \(first.rfc3339) are skipped")
        }
        // A calendar starts again after the clock came back from far ahead, and only then.
        if let newest = newestSlots[key], first <= newest, newest >= last + .seconds(7 * 86_400) { return wrongs }
        if let newest = newestSlots[key], first <= newest {
            wrongs.append("slot \(first.rfc3339) of \(use.operand) in \(use.pipeline) is accounted for twice")
        }
        return wrongs
    }

    /// Whether a slot between the two was never accounted for.
    private func skips(after cursor: Instant, before first: Instant, _ key: OperandKey) -> Bool {
        // Up to the latest end before it they were, maybe before the clock was set back.
        let known = (ends[key] ?? []).reduce(cursor) { $1 < first ? max($0, $1) : $0 }
        guard let next = schedules[key.operand]?.next(after: known) else { return false }
        return next < first
    }

    /// Files are judged once by each monitor, by the data of the champion, and in their order.
    private mutating func take(_ judgement: WindowJudgement, of name: PipelineName) -> [String] {
        let window = judgement.window
        let key = MonitorKey(pipeline: name, operand: judgement.operand, reference: window.reference)
        let former = judged.updateValue(window.lastSequence, forKey: key) ?? 0
        var wrongs: [String] = []
        if window.firstSequence <= former { wrongs.append("\(judgement.operand) of \(name) judges files twice") }
        if window.reference != champions[name] { wrongs.append("\(name) is judged by the data of another champion") }
        return wrongs
    }

    private mutating func take(_ run: Run, at now: Moment) -> [String] {
        let rank = Self.rank(run.phase)
        runs[run.id] = run.phase.outcome == nil ? run : nil
        defer { phases[run.id] = rank }
        if run.phase.outcome != nil { endedRuns.append(run) }
        let before = steps.updateValue(run.steps, forKey: run.id) ?? []
        for (former, step) in zip(before, run.steps) where former.isFinal && former != step {
            return ["step \(step.name) of \(run.id) goes on after its end"]
        }
        guard let former = phases[run.id] else {
            return rank == 0 ? checkStart(of: run, at: now) : ["\(run.id) is born old"]
        }
        if former == 6 { return ["\(run.id) goes on after its end"] }
        return rank >= former || listsAgain(run, before) ? [] : ["\(run.id) goes back to \(run.phase)"]
    }

    /// Whether the run goes back to its inputs, which it may as long as no step can have begun.
    private func listsAgain(_ run: Run, _ before: [StepRun]) -> Bool {
        phases[run.id] == 1 && run.phase == .freezing && run.steps.allSatisfy { $0.state == .waiting }
            && before.allSatisfy { $0.state == .waiting || $0.state == .starting }
    }

    private static func rank(_ phase: RunPhase) -> Int {
        switch phase {
        case .freezing: 0
        case .running: 1
        case .collecting: 2
        case .registering: 3
        case .judging: 4
        case .deploying: 5
        case .ended: 6
        }
    }

    /// Nothing starts by itself in a pause, a cooldown, or behind a breaker.
    private func checkStart(of run: Run, at now: Moment) -> [String] {
        guard let state = states[run.pipeline], !run.request.isOnDemand else { return [] }
        var wrongs: [String] = []
        if let policy = policies[run.definition] {
            if let success = state.lastSuccess, success.remaining(of: policy.cooldown, at: now) > .zero {
                wrongs.append("\(run.id) starts within the cooldown")
            }
            if let last = state.lastStart, last.remaining(of: policy.minStartInterval, at: now) > .zero {
                wrongs.append("\(run.id) starts within min_start_interval")
            }
            let recent = state.recentStarts.count(at: now.wall)
            if recent >= policy.maxRunsPerDay { wrongs.append("\(run.id) is above max_runs_per_day") }
        }
        return wrongs
    }

    var policies: [String: PolicyDefinition] = [:]
    /// Operands of one path have one calendar, whatever the definition.
    var schedules: [String: CalendarExpression] = [:]

    private mutating func take(_ state: PipelineState) -> [String] {
        defer { states[state.name] = state }
        return takeCursors(of: state) + checkRequests(of: state)
    }

    /// A calendar goes on only over what is accounted for.
    private mutating func takeCursors(of state: PipelineState) -> [String] {
        var wrongs: [String] = []
        for (path, operand) in state.operands where schedules[path] != nil {
            let key = OperandKey(pipeline: state.name, operand: path)
            if let former = cursors[key], let cursor = operand.cursor,
                skips(after: former, before: cursor + .microseconds(1), key)
            {
                wrongs.append("the calendar of \(path) in \(state.name) passes over slots to \(cursor.rfc3339)")
            }
            if let cursor = operand.cursor, cursor != cursors[key] { ends[key, default: []].append(cursor) }
            cursors[key] = operand.cursor
        }
        return wrongs
    }

    private func checkRequests(of state: PipelineState) -> [String] {
        guard let id = state.definition, let policy = policies[id], state.disabled == nil else { return [] }
        // Demands that may not be joined wait beside the one that takes everything up.
        let joint = state.requests.filter { !$0.isOnDemand }.count
        let limit = if case .queue(let limit) = policy.overlap { limit } else { 1 }
        let former = states[state.name].map { $0.requests.filter { !$0.isOnDemand }.count } ?? 0
        return joint > max(limit, former) ? ["\(joint) requests of \(state.name) wait"] : []
    }

    /// What must hold when nothing happens any more.
    func verdictAtRest(of store: InMemoryMetadataStore) -> [String] {
        var wrongs = facts.keys.sorted().filter { !used.contains($0) }.map { "nothing became of \($0)" }
        var replayed = InMemoryMetadataStore()
        do throws(StoreError) { try replayed.commit(log) } catch {
            wrongs.append("the log can not be replayed: \(error)")
        }
        if moved != aliases { wrongs.append("the ledger of aliases does not lead to where they point") }
        if replayed.restore() != store.restore() { wrongs.append("the log leads to another state") }
        return wrongs
    }
}
