import MLOpsSchedule
import OrderedCollections

/// The judgement of one trigger's expression over the latched evidence of its operands, at one moment.
///
/// It shares the state, so that it is over before anything is changed.
struct TriggerEvaluation {
    let trigger: PreparedTrigger
    let state: Shared<PipelineState>
    let now: Moment

    struct Judgement {
        var verdict: Verdict
        /// When it came true; only for `true`.
        var since: Moment?
        /// The earliest wall time at which it can change without new evidence.
        var next: Instant?
    }

    func judge() -> Judgement { judge(trigger.definition.expression) }

    func judge(_ expression: Expression) -> Judgement {
        switch expression {
        case .operand(let index): judge(trigger.definition.operands[index])
        case .all(let parts): combine(parts, needed: parts.count)
        case .any(let parts): combine(parts, needed: 1)
        case .atLeast(let needed, let parts): combine(parts, needed: needed)
        case .not(let part): negate(judge(part))
        case .sequence(let parts, let within): judgeSequence(parts.map(judge), within: within)
        case .after(let instant): judgeAfter(instant)
        }
    }

    /// `needed` of `parts`: true when that many are, false when too many are false for it, else unknown.
    private func combine(_ parts: [Expression], needed: Int) -> Judgement {
        let judgements = parts.map(judge)
        let satisfied = judgements.filter { $0.verdict == .true }
        let next = judgements.compactMap(\.next).min()
        if satisfied.count >= needed {
            let moments = satisfied.compactMap(\.since).sorted { $0.isBefore($1) }
            return Judgement(
                verdict: .true, since: moments.indices.contains(needed - 1) ? moments[needed - 1] : nil, next: next)
        }
        let possible = judgements.count { $0.verdict != .false }
        return Judgement(verdict: possible >= needed ? .unknown : .false, since: nil, next: next)
    }

    private func negate(_ part: Judgement) -> Judgement {
        switch part.verdict {
        case .true: Judgement(verdict: .false, since: nil, next: part.next)
        case .false: Judgement(verdict: .true, since: nil, next: part.next)
        case .unknown: Judgement(verdict: .unknown, since: nil, next: part.next)
        }
    }

    private func judgeSequence(_ parts: [Judgement], within: Duration?) -> Judgement {
        let next = parts.compactMap(\.next).min()
        if parts.contains(where: { $0.verdict == .false }) { return Judgement(verdict: .false, since: nil, next: next) }
        if parts.contains(where: { $0.verdict == .unknown }) {
            return Judgement(verdict: .unknown, since: nil, next: next)
        }
        let moments = parts.compactMap(\.since)
        for (earlier, later) in zip(moments, moments.dropFirst()) where later.isBefore(earlier) {
            return Judgement(verdict: .false, since: nil, next: next)
        }
        guard let first = moments.first, let last = moments.last else {
            return Judgement(verdict: .true, since: nil, next: next)
        }
        if let within, last.elapsed(since: first) > within { return Judgement(verdict: .false, since: nil, next: next) }
        return Judgement(verdict: .true, since: last, next: next)
    }

    private func judgeAfter(_ instant: Instant) -> Judgement {
        now.wall >= instant
            ? Judgement(verdict: .true, since: nil, next: nil) : Judgement(verdict: .false, since: nil, next: instant)
    }

    /// Judges a leaf by what it has latched.
    func judge(_ operand: Operand) -> Judgement {
        let latch = latch(of: operand)
        switch operand.condition {
        case .newData(let condition): return judge(condition, latch)
        case .modelAge where latch == nil && state.value.champion == nil:
            return Judgement(verdict: .unknown, since: nil, next: nil)
        case .drift: return judgeDrift(state.value.operands[operand.path]?.drift)
        case .performance: return judge(state.value.operands[operand.path]?.performance)
        case .schedule, .modelAge, .pipelineChange:
            return Judgement(verdict: latch == nil ? .false : .true, since: latch?.lastAt, next: nil)
        }
    }

    func latch(of operand: Operand) -> Latch? {
        guard let index = state.value.operands.index(forKey: operand.path) else { return nil }
        return state.value.operands.values[index].latch
    }

    private func judgeDrift(_ drift: DriftStatus?) -> Judgement {
        switch drift?.state {
        case .calm: Judgement(verdict: .false, since: nil, next: nil)
        case .suspect: Judgement(verdict: .true, since: drift?.since, next: nil)
        case .unknown, nil: Judgement(verdict: .unknown, since: nil, next: nil)
        }
    }

    private func judge(_ performance: PipelineState.Performance?) -> Judgement {
        switch performance?.status.state {
        case .met: Judgement(verdict: .false, since: nil, next: nil)
        case .breached:
            performance?.status.asks == true
                ? Judgement(verdict: .true, since: performance?.since, next: nil)
                : Judgement(verdict: .false, since: nil, next: nil)
        case .unknown, nil: Judgement(verdict: .unknown, since: nil, next: nil)
        }
    }

    private func judge(_ condition: NewDataCondition, _ latch: Latch?) -> Judgement {
        guard let latch else {
            let isBlind = state.value.datasets[condition.dataset]?.unavailable != nil
            return Judgement(verdict: isBlind ? .unknown : .false, since: nil, next: nil)
        }
        let quietIn = condition.isMet(by: latch) ? latch.lastAt.remaining(of: condition.quietPeriod, at: now) : nil
        let waitedIn = condition.maxWait.map { latch.firstAt.remaining(of: $0, at: now) }
        if quietIn == .zero || waitedIn == .zero {
            return Judgement(verdict: .true, since: latch.lastAt, next: nil)
        }
        let soonest = [quietIn, waitedIn].compactMap(\.self).min()
        return Judgement(verdict: .false, since: nil, next: soonest.map { now.wall + $0 })
    }
}

extension TriggerEvaluation {
    /// One line that says why the trigger is true.
    var reason: String {
        var line = Line.Parts()
        line.append(trigger.definition.name.text)
        line.appendLiteral(": ")
        var isFirst = true
        for operand in trigger.definition.operands {
            guard let latch = latch(of: operand) else { continue }
            if !isFirst { line.appendLiteral(", ") }
            isFirst = false
            append(operand, latch, to: &line)
        }
        return line.takeText()
    }

    private func append(_ operand: Operand, _ latch: Latch, to line: inout Line.Parts) {
        switch operand.condition {
        case .schedule:
            let slot = state.value.operands[operand.path]?.cursor
            line.append(slot.map { "slot \($0.rfc3339)" } ?? "a slot passed")
        case .newData(let condition):
            line.append(latch.files, of: "new file")
            line.appendLiteral(" in ")
            line.append(condition.dataset.text)
        case .modelAge(let age): line.append("the model is older than \(age.text)")
        case .pipelineChange: line.appendLiteral("definition or code changed")
        case .performance(let condition):
            let status = state.value.operands[operand.path]?.performance?.status
            line.append(status?.text(of: condition) ?? "\(condition.metric) is over its bound")
        case .drift(let condition):
            line.append("drift in \(condition.dataset)" + (state.value.operands[operand.path]?.drift?.blame ?? ""))
        }
    }
}

extension NewDataCondition {
    func isMet(by latch: Latch) -> Bool {
        latch.files >= minFiles && latch.bytes >= minBytes && latch.rows >= minRows
    }
}

extension Moment {
    func isBefore(_ other: Moment) -> Bool {
        boot == other.boot ? uptime < other.uptime : wall < other.wall
    }
}
