/// One call of `Orchestrator.handle`: the time, and what is decided so far.
struct Turn {
    let now: Moment
    var decision = Decision()

    init(now: Moment) {
        self.now = now
        // As many as most decisions have, so that the list does not move while it grows.
        decision.mutations.reserveCapacity(12)
    }

    /// Swapped out: returned as a field it would be copied, with every list in it.
    mutating func takeDecision() -> Decision {
        var taken = Decision()
        swap(&taken, &decision)
        return taken
    }

    mutating func record(_ mutation: consuming Mutation) { decision.mutations.append(mutation) }
    mutating func perform(_ command: consuming Command) { decision.commands.append(command) }
    mutating func tell(_ notice: consuming Notice) { decision.notices.append(notice) }
}
