import Dispatch
import MLOpsCore
import MLOpsSchedule

/// The loop's own state, and one pass of it over the events that wait.
struct Pass<Store: MetadataStore & Sendable> {
    /// Nothing is overlooked for longer than this, whatever the due times say.
    static var longestWait: Duration { .seconds(60) }

    private var orchestrator: Orchestrator
    private var store: Store
    private let effects: EventLoop<Store>.Effects
    /// Events whose decision could not be committed yet, oldest first.
    private var backlog: [Inbox.Envelope] = []
    private(set) var failure: StoreError?
    private var retryDelay: Duration = .zero
    private var lastTick: Moment

    init(orchestrator: Orchestrator, store: Store, effects: EventLoop<Store>.Effects) {
        self.orchestrator = orchestrator
        self.store = store
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
        var envelopes = backlog + arrived
        backlog = []
        let now = effects.now()
        if isTickDue(at: now) {
            envelopes.append(.event(.ticked))
            lastTick = now
        }
        guard !envelopes.isEmpty else { return }
        decideAndCommit(envelopes, at: now)
    }

    private func isTickDue(at now: Moment) -> Bool {
        if let due = orchestrator.nextDue, due <= now.wall { return true }
        return now.elapsed(since: lastTick) >= Self.longestWait
    }

    private mutating func decideAndCommit(_ envelopes: [Inbox.Envelope], at now: Moment) {
        let decisions = envelopes.map { decide($0, at: now) }
        let mutations = decisions.flatMap(\.mutations)
        do throws(StoreError) {
            if !mutations.isEmpty { try store.commit(mutations) }
            succeed(envelopes, decisions)
        } catch {
            fail(envelopes, error)
        }
    }

    private mutating func decide(_ envelope: Inbox.Envelope, at now: Moment) -> Decision {
        switch envelope {
        case .event(let event): return orchestrator.handle(event, at: now)
        case .demand(let demand, _): return orchestrator.handle(.demanded(demand), at: now)
        case .inspection(let look):
            look(orchestrator, now)
            return Decision()
        }
    }

    private mutating func succeed(_ envelopes: [Inbox.Envelope], _ decisions: [Decision]) {
        failure = nil
        retryDelay = .zero
        for decision in decisions {
            for command in decision.commands { effects.perform(command) }
        }
        for (envelope, decision) in zip(envelopes, decisions) {
            for notice in decision.notices { effects.tell(notice) }
            if case .demand(_, let answer) = envelope, let reply = decision.reply { answer(.success(reply)) }
        }
    }

    /// The decisions never happened: people are told so at once, events are tried again.
    private mutating func fail(_ envelopes: [Inbox.Envelope], _ error: StoreError) {
        if error.code == .conflict { return isolateConflict(among: envelopes, error) }
        failure = error
        retryDelay = min(max(retryDelay * 2, .milliseconds(250)), .seconds(30))
        for envelope in envelopes {
            switch envelope {
            case .demand(_, let answer): answer(.failure(error))
            case .event(.ticked), .inspection: break
            case .event: backlog.append(envelope)
            }
        }
        readBack()
    }

    /// What the record refuses for good must not hold up the rest, and is not tried for ever.
    private mutating func isolateConflict(among envelopes: [Inbox.Envelope], _ error: StoreError) {
        readBack()
        if envelopes.count > 1 {
            for envelope in envelopes { decideAndCommit([envelope], at: effects.now()) }
            return
        }
        effects.conflict(error)
        if case .demand(_, let answer) = envelopes.first { answer(.failure(error)) }
    }

    private mutating func readBack() {
        do throws(StoreError) {
            orchestrator.reset(to: try store.restore())
        } catch {
            failure = error
        }
    }

    /// Answers what will not be decided any more.
    mutating func refuseWaiting() {
        for case .demand(_, let answer) in backlog {
            answer(.failure(StoreError(.other, "cannot decide: mlopsd is stopping; try again when it is back")))
        }
    }
}
