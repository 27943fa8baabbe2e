import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// A slot seen this long after its time counts as missed, not as passing: the daemon was down, asleep or held.
    static let punctuality: Duration = .seconds(300)
    /// More slots than this are never made up for one by one.
    static let catchUpLimit = 100
    /// Slots stay used when the clock is set back by at most this; after a longer jump the calendar starts again.
    static let clockTrust: Duration = .seconds(7 * 86_400)

    /// Turns time that has passed into evidence: slots of calendars, ages of models.
    mutating func sweepIfDue(_ prepared: PreparedDefinition, of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let next = pipelines[pipeline].nextOccurrence, next <= turn.now.wall else { return }
        var following: Instant?
        for trigger in prepared.firingTriggers {
            for operand in trigger.operands {
                switch operand.condition {
                case .schedule(let schedule): sweep(schedule, operand, trigger.name, pipeline, &turn)
                case .modelAge(let age): sweep(age, operand, trigger.name, pipeline, &turn)
                case .newData, .pipelineChange, .drift, .performance: continue
                }
                following = .earlier(following, nextOccurrence(of: operand, pipelines[pipeline].state))
            }
        }
        pipelines[pipeline].nextOccurrence = following
    }

    private mutating func sweep(
        _ schedule: ScheduleCondition, _ operand: Operand, _ trigger: TriggerName, _ pipeline: PipelineIndex,
        _ turn: inout Turn
    ) {
        let cursor = schedulingCursor(operand, pipeline, &turn)
        let reached = turn.now.wall - jitter(of: schedule, operand, pipelines[pipeline].state.name)
        guard reached > cursor, let span = schedule.expression.slots(after: cursor, through: reached) else { return }
        pipelines[pipeline].state.operands[operand.path]?.cursor = span.last
        change(pipeline, &turn)
        let taken = slotsToTake(span, schedule, after: cursor, at: reached)
        let missed = span.count - taken.count
        if missed > 0 {
            recordMissed(missed, of: span, before: taken.first, schedule, trigger, pipeline, operand, &turn)
        }
        for nominal in taken {
            let id = addEvidence(.slot(nominal: nominal), of: pipeline, &turn)
            latch(id, of: pipeline, trigger: trigger, operand: operand, &turn)
        }
    }

    private mutating func schedulingCursor(
        _ operand: Operand, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) -> Instant {
        guard let cursor = pipelines[pipeline].state.operands[operand.path]?.cursor else {
            let state = PipelineState.OperandState(latch: nil, cursor: turn.now.wall, shape: operand.shape)
            pipelines[pipeline].state.operands[operand.path] = state
            change(pipeline, &turn)
            return turn.now.wall
        }
        guard cursor > turn.now.wall + Self.clockTrust else {
            return cursorAfterReturn(cursor, operand, pipeline, &turn)
        }
        pipelines[pipeline].state.operands[operand.path]?.cursor = turn.now.wall
        pipelines[pipeline].state.operands[operand.path]?.cursorBeforeClockChange = cursor
        change(pipeline, &turn)
        turn.tell(
            Notice(
                .clockWentBack, pipelines[pipeline].state.name,
                "the clock went back behind the last slot of \"\(operand.path)\"; counting slots from now"))
        return turn.now.wall
    }

    /// A clock that went far back and is right again has passed its slots already.
    private mutating func cursorAfterReturn(
        _ cursor: Instant, _ operand: Operand, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) -> Instant {
        guard let before = pipelines[pipeline].state.operands[operand.path]?.cursorBeforeClockChange,
            before <= turn.now.wall
        else { return cursor }
        let last = max(cursor, before)
        pipelines[pipeline].state.operands[operand.path]?.cursor = last
        pipelines[pipeline].state.operands[operand.path]?.cursorBeforeClockChange = nil
        change(pipeline, &turn)
        return last
    }

    /// Which of the slots that have passed become evidence, oldest first.
    private func slotsToTake(
        _ span: SlotSpan, _ schedule: ScheduleCondition, after cursor: Instant, at reached: Instant
    ) -> [Instant] {
        let age = reached - span.last
        if age <= Self.punctuality && (span.count == 1 || schedule.catchUp != .all) { return [span.last] }
        let window = schedule.catchUpWindow ?? max(schedule.expression.period, .seconds(3600))
        switch schedule.catchUp {
        case .none: return []
        case .latest: return age <= window ? [span.last] : []
        case .all:
            return schedule.expression.newestSlots(
                Self.catchUpLimit, after: max(cursor, reached - window), through: reached)
        }
    }

    private mutating func recordMissed(
        _ count: Int, of span: SlotSpan, before taken: Instant?, _ schedule: ScheduleCondition,
        _ trigger: TriggerName, _ pipeline: PipelineIndex, _ operand: Operand, _ turn: inout Turn
    ) {
        let last = taken.flatMap { schedule.expression.slots(after: span.first, through: $0 - .microseconds(1))?.last }
        let reason = "catch_up: \(schedule.catchUp.rawValue)"
        let fact = Evidence.Fact.slotsMissed(
            count: count, first: span.first, last: taken == nil ? span.last : last ?? span.first, reason: reason)
        let id = addEvidence(fact, of: pipeline, &turn)
        recordUse(of: id, pipeline, trigger: trigger, operand: operand.path, .suppressed(reason), &turn)
        turn.tell(
            Notice(
                .slotsMissed, pipelines[pipeline].state.name,
                "\(Int64(count).counted("slot")) of \"\(trigger)\" passed unused; \(reason)", trigger: trigger))
    }

    func jitter(of schedule: ScheduleCondition, _ operand: Operand, _ pipeline: PipelineName) -> Duration {
        guard schedule.jitter > .zero else { return .zero }
        return Jitter.offset(machine: host.machine, key: "\(pipeline)/\(operand.path)", within: schedule.jitter)
    }

    private mutating func sweep(
        _ age: Duration, _ operand: Operand, _ trigger: TriggerName, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard let champion = pipelines[pipeline].state.champion else { return }
        let base = pipelines[pipeline].state.operands[operand.path]?.cursor ?? champion.agesSince.wall
        if base > turn.now.wall + Self.clockTrust {
            pipelines[pipeline].state.operands[operand.path]?.cursor = turn.now.wall
            change(pipeline, &turn)
            return
        }
        guard turn.now.wall >= base + age else { return }
        let id = addEvidence(.modelAged(version: champion.version), of: pipeline, &turn)
        latch(id, of: pipeline, trigger: trigger, operand: operand, &turn)
        pipelines[pipeline].state.operands[operand.path]?.cursor = turn.now.wall
    }
}

extension CalendarExpression {
    /// At most `limit` slots of the span, the newest, in their order.
    fileprivate func newestSlots(_ limit: Int, after: Instant, through: Instant) -> [Instant] {
        // The start is moved up by halves until few enough are left: counting is arithmetic, listing is not.
        var (start, end) = (after, through)
        while let span = slots(after: start, through: through), span.count > limit, start < end {
            let middle = Instant(microseconds: start.microseconds + (end.microseconds - start.microseconds + 1) / 2)
            if (slots(after: middle, through: through)?.count ?? 0) < limit {
                end = middle - .microseconds(1)
            } else {
                start = middle
            }
        }
        var found: [Instant] = []
        while let next = next(after: found.last ?? start), next <= through, found.count < limit { found.append(next) }
        return found
    }
}
