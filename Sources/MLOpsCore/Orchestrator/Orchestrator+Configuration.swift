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
        for name in pipelines.keys where !named.contains(name) {
            disable(name, because: "its file is gone", &turn)
        }
        dropUnusedDefinitions()
    }

    private mutating func keepPinned(_ pinned: [PipelineDefinition]) {
        for definition in pinned { definitions[definition.id] = definition }
    }

    private mutating func adopt(_ definition: PipelineDefinition, _ turn: inout Turn) {
        var state = pipelines[definition.name] ?? PipelineState(name: definition.name)
        let isNew = state.definition != definition.id
        let wasDisabled = state.disabled != nil
        // Also under the same id: the rules of its time zones may have changed on the machine.
        definitions[definition.id] = definition
        state.definition = definition.id
        state.disabled = nil
        pipelines[definition.name] = state
        turn.touch(definition.name)
        guard isNew || wasDisabled else { return }
        if isNew {
            turn.record(.putDefinition(id: definition.id, definition.name, source: definition.source))
            reshapeOperands(of: definition, &turn)
        }
        noteFingerprint(of: definition.name, summary: "the definition changed", &turn)
        turn.tell(Notice(.pipelineConfigured, definition.name, "definition \(definition.id.prefix(12)) is in force"))
    }

    /// Evidence of operands that are gone, or that now mean something else, is withdrawn; the others keep theirs.
    private mutating func reshapeOperands(of definition: PipelineDefinition, _ turn: inout Turn) {
        guard let state = pipelines[definition.name] else { return }
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
        pipelines[definition.name]?.operands = kept
    }

    private mutating func disable(_ name: PipelineName, because reason: String, _ turn: inout Turn) {
        var state = pipelines[name] ?? PipelineState(name: name)
        guard state.disabled != reason else { return }
        state.disabled = reason
        pipelines[name] = state
        turn.touch(name)
        turn.tell(Notice(.pipelineDisabled, name, "pipeline \"\(name)\" is disabled: \(reason)"))
    }

    /// Runs keep the definition they started with; everything else that is not in force is forgotten.
    mutating func dropUnusedDefinitions() {
        var used: OrderedSet<String> = []
        for state in pipelines.values { if let id = state.definition { used.append(id) } }
        for run in runs.values { used.append(run.definition) }
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
        }
    }

    /// A calendar counts from when it is first known, not from 1970.
    var startsAtNow: Bool {
        if case .schedule = condition { true } else { false }
    }
}
