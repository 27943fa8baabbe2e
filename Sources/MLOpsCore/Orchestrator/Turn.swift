import OrderedCollections

/// One call of `Orchestrator.handle`: the time, what is decided so far, and which pipelines it touched.
struct Turn {
    let now: Moment
    var decision = Decision()
    var touched: OrderedSet<PipelineName> = []

    mutating func record(_ mutation: Mutation) { decision.mutations.append(mutation) }
    mutating func perform(_ command: Command) { decision.commands.append(command) }
    mutating func tell(_ notice: Notice) { decision.notices.append(notice) }
    mutating func touch(_ pipeline: PipelineName) { touched.append(pipeline) }
}
