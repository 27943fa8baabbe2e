/// One call of `Orchestrator.handle`: the time, what is decided so far, and which pipelines it has to do with.
struct Turn {
    let now: Moment
    var decision = Decision()
    /// In the order in which the turn came to them, each once.
    var touched: [PipelineIndex] = []
    /// Those whose triggers are judged, in that order.
    var judged: [PipelineIndex] = []
    /// How many of `judged` are done with.
    var judgements = 0

    mutating func record(_ mutation: Mutation) { decision.mutations.append(mutation) }
    mutating func perform(_ command: Command) { decision.commands.append(command) }
    mutating func tell(_ notice: Notice) { decision.notices.append(notice) }
}
