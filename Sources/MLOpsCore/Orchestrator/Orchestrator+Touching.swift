extension Orchestrator {
    /// The turn has to do with the pipeline: its requests are looked at, and its due time.
    mutating func touch(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        // Looked at first: mostly it is marked already, and what may be changed has to be made one's own before.
        guard !pipelines[pipeline].marks.contains(.touched) else { return }
        pipelines[pipeline].marks.insert(.touched)
        touched.append(pipeline)
    }

    /// Its state is not what is recorded any more.
    mutating func change(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        touch(pipeline, &turn)
        pipelines[pipeline].marks.insert(.changed)
    }

    /// Something that its triggers depend on is not what it was.
    mutating func judgeLater(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        touch(pipeline, &turn)
        guard pipelines[pipeline].marks.insert(.judged).inserted else { return }
        judged.append(pipeline)
    }

    /// What stays to be done for the pipelines that the turn touched: the record, and the time of the next look.
    mutating func finish(_ turn: inout Turn) {
        for position in touched.indices {
            let pipeline = touched[position]
            if pipelines[pipeline].marks.contains(.changed) { turn.record(.putPipeline(pipelines[pipeline].shared)) }
            pipelines[pipeline].marks = []
            dueTimes.set(nextDue(of: pipeline, at: turn.now), for: pipeline)
        }
        touched.empty()
        judged.empty()
    }
}

extension [PipelineIndex] {
    /// Removes all and keeps the memory.
    ///
    /// One by one, as there is mostly one: `removeAll` moves what does not stay even where nothing does.
    mutating func empty() {
        while popLast() != nil {}
    }
}
