import Dispatch
import MLOpsCore
import MLOpsSchedule

/// The loop's own state, and one pass of it over the events that wait.
struct Pass<Store: MetadataStore & Sendable> {
    /// Nothing is overlooked for longer than this, whatever the due times say.
    static var longestWait: Duration { .seconds(60) }

    private var orchestrator: Orchestrator
    private let store: Committer<Store>
    private let effects: EventLoop<Store>.Effects
    /// Events whose decision could not be committed yet, oldest first.
    private var backlog: [Inbox.Envelope] = []
    /// The orchestrator knows of decisions that are not on the record: nothing may be decided on top of them.
    private var isAhead = false
    private(set) var failure: StoreError?
    private var retryDelay: Duration = .zero
    private var lastTick: Moment
    private var uncommitted = Uncommitted<Store>()
    /// Replies to keyed demands of this pass, which the record does not have yet.
    private var freshReplies: [String: KeptReply] = [:]

    init(orchestrator: Orchestrator, store: Store, effects: EventLoop<Store>.Effects) {
        self.orchestrator = orchestrator
        self.store = Committer(store)
        self.effects = effects
        lastTick = effects.now()
    }

    /// How long the loop may sleep if nothing arrives.
    var patience: DispatchTimeInterval {
        if failure != nil { return .microseconds(Int(retryDelay.microseconds)) }
        guard let due = orchestrator.nextDue else { return .microseconds(Int(Self.longestWait.microseconds)) }
        let left = min(max(.zero, due - effects.now().wall), Self.longestWait)
        return .microseconds(Int(left.microseconds))
    }

    mutating func take(_ arrived: [Inbox.Envelope]) {
        var envelopes = backlog + arrived.filter { !$0.isInspection }
        backlog = []
        let now = effects.now()
        if isTickDue(at: now) {
            envelopes.append(.event(.ticked))
            lastTick = now
        }
        if !envelopes.isEmpty { decideAndCommit(envelopes, at: now) }
        // Last, so that what is shown is what the record holds.
        for case .inspection(let look, _) in arrived { look(orchestrator, now) }
    }

    private func isTickDue(at now: Moment) -> Bool {
        if let due = orchestrator.nextDue, due <= now.wall { return true }
        return now.elapsed(since: lastTick) >= Self.longestWait
    }

    private mutating func decideAndCommit(_ envelopes: [Inbox.Envelope], at now: Moment) {
        uncommitted = Uncommitted()
        do throws(StoreError) {
            try readBack()
            let decisions = envelopes.indices.map { index in
                decide(envelopes[index], at: now).map { whole($0, at: now, isLast: index == envelopes.count - 1) }
            }
            freshReplies = [:]
            isAhead = !uncommitted.mutations.isEmpty
            if isAhead { try uncommitted.commit(to: store, beside: effects.beside()) }
            isAhead = false
            succeed(envelopes, decisions)
        } catch {
            fail(envelopes, error)
        }
    }

    /// Adds to a decision what follows from those of its commands that need not wait for the commit.
    ///
    /// - Parameter isLast: whether nothing else is decided in this pass: the record is not asked again before the commit.
    private mutating func whole(_ decision: Decision, at now: Moment, isLast: Bool) -> Decision {
        uncommitted += decision.mutations
        var whole = decision
        whole.commands = []
        for command in decision.commands {
            if isLast, effects.isEarly(command) { uncommitted.begin(in: store) }
            guard let answer = effects.performEarly(command, uncommitted.mutations) else {
                whole.commands.append(command)
                continue
            }
            let next = orchestrator.handle(answer, at: now)
            uncommitted += next.mutations
            for command in next.commands { effects.prepare(command) }
            whole.commands += next.commands
            whole.notices += next.notices
        }
        // In the same transaction: what happened is told, and what is told happened.
        if effects.publishes() { uncommitted += whole.notices.map { .publish($0, at: now.wall) } }
        return whole
    }

    private mutating func decide(_ envelope: Inbox.Envelope, at now: Moment) -> Result<Decision, StoreError> {
        switch envelope {
        case .event(let event): return .success(orchestrator.handle(event, at: now))
        case .demand(let demand, let key?, _):
            return Result { () throws(StoreError) in try decide(demand, key, at: now) }
        case .demand(let demand, nil, _): return .success(orchestrator.handle(.demanded(demand), at: now))
        case .inspection: return .success(Decision())
        }
    }

    /// Decides a keyed demand once; what had no effect is not kept, because deciding it again does no harm.
    private mutating func decide(
        _ demand: Demand, _ key: DemandKey, at now: Moment
    ) throws(StoreError) -> Decision {
        var kept = freshReplies[key.text]
        if kept == nil { kept = try store.keptReply(key.text) }
        if let kept {
            var decision = Decision()
            decision.reply = kept.fingerprint == key.fingerprint ? kept.reply : .refused(.keyReused)
            return decision
        }
        var decision = orchestrator.handle(.demanded(demand), at: now)
        guard let reply = decision.reply, reply.isEffective else { return decision }
        let fresh = KeptReply(key: key.text, fingerprint: key.fingerprint, reply: reply, keptAt: now.wall)
        freshReplies[key.text] = fresh
        decision.mutations.append(.keepReply(fresh))
        return decision
    }

    private mutating func succeed(_ envelopes: [Inbox.Envelope], _ decisions: [Result<Decision, StoreError>]) {
        failure = nil
        retryDelay = .zero
        for case .success(let decision) in decisions {
            for command in decision.commands { effects.perform(command) }
        }
        for (envelope, decision) in zip(envelopes, decisions) {
            switch decision {
            case .failure(let error): envelope.refuse(error)
            case .success(let decision):
                for notice in decision.notices { effects.tell(notice) }
                if case .demand(_, _, let answer) = envelope, let reply = decision.reply { answer(.success(reply)) }
            }
        }
    }

    /// The decisions never happened: people are told so at once, events are tried again.
    private mutating func fail(_ envelopes: [Inbox.Envelope], _ error: StoreError) {
        effects.abandon()
        if error.code == .conflict { return isolateConflict(among: envelopes, error) }
        failure = error
        retryDelay = min(max(retryDelay * 2, .milliseconds(250)), .seconds(30))
        for envelope in envelopes {
            switch envelope {
            case .demand: envelope.refuse(error)
            case .event(.ticked), .inspection: break
            case .event: backlog.append(envelope)
            }
        }
        readBackIfPossible()
    }

    /// What the record refuses for good must not hold up the rest, and is not tried for ever.
    private mutating func isolateConflict(among envelopes: [Inbox.Envelope], _ error: StoreError) {
        readBackIfPossible()
        if envelopes.count > 1 {
            for envelope in envelopes { decideAndCommit([envelope], at: effects.now()) }
            return
        }
        effects.conflict(error)
        envelopes.first?.refuse(error)
    }

    /// At once, so that nobody is shown what did not happen; what fails now is tried again before the next decision.
    private mutating func readBackIfPossible() {
        do throws(StoreError) { try readBack() } catch { failure = error }
    }

    private mutating func readBack() throws(StoreError) {
        guard isAhead else { return }
        orchestrator.reset(to: try store.restore())
        isAhead = false
    }
}

extension Reply {
    /// Whether something was begun or changed.
    fileprivate var isEffective: Bool {
        switch self {
        case .started, .pending, .deploying, .done: true
        case .explained, .refused: false
        }
    }
}

extension Reply.Refusal {
    fileprivate static let keyReused = Reply.Refusal(
        .keyReused, "this Idempotency-Key was used for another request", hint: "send a new key with a new request")
}
