/// One call of `Orchestrator.handle`: the time, and what is decided so far.
struct Turn {
    let now: Moment
    var decision = Decision()

    init(now: Moment) {
        self.now = now
        decision.mutations.reserveCapacity(8)
    }

    mutating func record(_ mutation: Mutation) { decision.mutations.append(mutation) }
    mutating func perform(_ command: Command) { decision.commands.append(command) }
    mutating func tell(_ notice: Notice) { decision.notices.append(notice) }
}
