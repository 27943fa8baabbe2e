import OrderedCollections

extension Orchestrator {
    /// Puts a set of definitions in force in place of the one before.
    mutating func configure(_ configured: Configured, _ turn: inout Turn) {
        host = configured.host
        keepPinned(configured.pinned)
        var named: OrderedSet<PipelineName> = []
        for definition in configured.pipelines {
            named.append(definition.name)
            adopt(definition, &turn)
        }
        for invalid in configured.invalid {
            named.append(invalid.name)
            disable(invalid.name, because: invalid.reason, &turn)
        }
        for name in names where !named.contains(name) {
            disable(name, because: PipelineState.fileIsGone, &turn)
        }
        dropUnusedDefinitions()
        for pipeline in pipelines.indices {
            judgeLater(pipeline, &turn)
            watchDrift(of: pipeline, &turn)
            keepServing(pipeline, &turn)
            keepSplitting(pipeline, &turn)
            keepShadow(pipeline, &turn)
        }
    }

    private mutating func keepPinned(_ pinned: [PipelineDefinition]) {
        for definition in pinned { definitions[definition.id] = PreparedDefinition(definition) }
    }

    private mutating func adopt(_ definition: PipelineDefinition, _ turn: inout Turn) {
        let pipeline = index(of: definition.name) ?? addPipeline(PipelineState(name: definition.name))
        let isNew = pipelines[pipeline].state.definition != definition.id
        let wasDisabled = pipelines[pipeline].state.disabled != nil
        // Also under the same id: the rules of its time zones may have changed on the machine.
        definitions[definition.id] = PreparedDefinition(definition)
        pipelines[pipeline].state.definition = definition.id
        pipelines[pipeline].state.disabled = nil
        findDefinition(of: pipeline)
        change(pipeline, &turn)
        guard isNew || wasDisabled else { return }
        if isNew {
            turn.record(.putDefinition(id: definition.id, definition.name, source: definition.source))
            reshapeOperands(of: definition, pipeline, &turn)
        }
        noteFingerprint(of: pipeline, summary: "the definition changed", &turn)
        turn.tell(Notice(.pipelineConfigured, definition.name, "definition \(definition.id.prefix(12)) is in force"))
    }

    /// Evidence of operands that are gone, or that now mean something else, is withdrawn; the others keep theirs.
    private mutating func reshapeOperands(
        of definition: PipelineDefinition, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        let state = pipelines[pipeline].state
        var kept: OrderedDictionary<String, PipelineState.OperandState> = [:]
        for operand in definition.firingTriggers.flatMap(\.operands) {
            let shape = operand.shape
            if let old = state.operands[operand.path], old.shape == shape {
                kept[operand.path] = old
            } else {
                kept[operand.path] = PipelineState.OperandState(
                    latch: nil, cursor: operand.startsAtNow ? turn.now.wall : nil, shape: shape)
            }
        }
        for (path, old) in state.operands where kept[path] != old {
            guard let latch = old.latch else { continue }
            turn.record(
                .settleLatched(
                    definition.name, operand: path, from: latch.firstEvidence, through: latch.lastEvidence,
                    .withdrawn("the definition changed")))
        }
        pipelines[pipeline].state.operands = kept
    }

    private mutating func disable(_ name: PipelineName, because reason: String, _ turn: inout Turn) {
        let pipeline = index(of: name) ?? addPipeline(PipelineState(name: name))
        guard pipelines[pipeline].state.disabled != reason else { return }
        // That it is still not there is no news.
        if reason == PipelineState.fileIsGone, pipelines[pipeline].state.isForgotten { return }
        pipelines[pipeline].state.disabled = reason
        findDefinition(of: pipeline)
        change(pipeline, &turn)
        turn.tell(Notice(.pipelineDisabled, name, "pipeline \"\(name)\" is disabled: \(reason)"))
    }

    /// Runs keep the definition they started with; everything else that is not in force is forgotten.
    mutating func dropUnusedDefinitions() {
        var used: OrderedSet<String> = []
        for entry in pipelines {
            if let id = entry.state.definition { used.append(id) }
            for run in entry.runs { used.append(run.definition) }
        }
        definitions = definitions.filter { used.contains($0.key) }
    }
}

extension Operand {
    /// What its latched evidence means; when this changes, old evidence no longer fits.
    var shape: String {
        switch condition {
        case .schedule(let schedule): "schedule \(schedule.expression)"
        case .newData(let data): "new_data \(data.dataset)"
        case .modelAge: "model_age"
        case .pipelineChange: "pipeline_change"
        case .drift(let drift): "drift \(drift.dataset)"
        case .performance(let performance): "performance \(performance.metric)"
        }
    }

    /// A calendar counts from when it is first known, not from 1970.
    var startsAtNow: Bool {
        if case .schedule = condition { true } else { false }
    }
}
