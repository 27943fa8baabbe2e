/// One call of `Orchestrator.handle`: the time, and what is decided so far.
///
/// Not copyable, so that what is decided is moved out of it when it ends.
struct Turn: ~Copyable {
    let now: Moment
    var decision = Decision()

    init(now: Moment) {
        self.now = now
        // As many as most decisions have, so that the list does not move while it grows.
        decision.mutations.reserveCapacity(12)
    }

    consuming func takeDecision() -> Decision { decision }

    // Inlined everywhere: what is handed on is made where it goes to; what is called gets a copy of it.
    @inline(__always)
    mutating func record(_ mutation: consuming Mutation) { decision.mutations.append(mutation) }
    @inline(__always)
    mutating func perform(_ command: consuming Command) { decision.commands.add(command) }
    @inline(__always)
    mutating func tell(_ notice: consuming Notice) { decision.notices.add(notice) }
}

extension Array {
    /// Mostly the first is the only one, and a list that is made of one costs half of a list that grows to one.
    @inline(__always)
    fileprivate mutating func add(_ element: consuming Element) {
        if isEmpty { self = [element] } else { append(element) }
    }
}
