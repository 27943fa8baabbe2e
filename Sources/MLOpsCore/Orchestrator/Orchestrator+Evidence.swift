import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    mutating func filesReady(
        _ files: [FileRecord], of dataset: DatasetName, in pipeline: PipelineName, _ turn: inout Turn
    ) {
        turn.record(.putFiles(pipeline, dataset, files))
        guard let first = files.first, let last = files.last, pipelines[pipeline] != nil else { return }
        pipelines[pipeline]?.datasets[dataset, default: .init()].lastSequence = last.sequence
        var batch = FileBatch(
            dataset: dataset, firstSequence: first.sequence, lastSequence: last.sequence, files: Int64(files.count),
            bytes: 0, rows: 0)
        for file in files {
            batch.bytes += file.fingerprint.size
            batch.rows += file.rows ?? 0
        }
        let id = addEvidence(.batch(batch), of: pipeline, &turn)
        latch(id, of: pipeline, &turn, into: { $0.awaits(newDataIn: dataset) }) { latch in
            latch.files += batch.files
            latch.bytes += batch.bytes
            latch.rows += batch.rows
        }
    }

    mutating func filesObserved(
        _ files: [FileRecord], of dataset: DatasetName, in pipeline: PipelineName, _ turn: inout Turn
    ) {
        turn.record(.putFiles(pipeline, dataset, files))
        let quarantined = files.filter { $0.state == .quarantined || $0.state == .unreadable }
        guard let first = quarantined.first else { return }
        turn.tell(
            Notice(
                .filesQuarantined, pipeline,
                "\(quarantined.count) files of dataset \"\(dataset)\" are set aside: \(first.reason ?? "no reason")"))
    }

    mutating func datasetChanged(
        _ dataset: DatasetName, of pipeline: PipelineName, unavailable reason: String?, _ turn: inout Turn
    ) {
        guard pipelines[pipeline] != nil,
            pipelines[pipeline]?.datasets[dataset]?.unavailable != reason
        else { return }
        pipelines[pipeline]?.datasets[dataset, default: .init()].unavailable = reason
        turn.touch(pipeline)
        if let reason {
            turn.tell(Notice(.datasetUnavailable, pipeline, "dataset \"\(dataset)\" is unavailable: \(reason)"))
        } else {
            turn.tell(Notice(.datasetAvailable, pipeline, "dataset \"\(dataset)\" is available again"))
        }
    }

    mutating func codeObserved(
        _ digest: String, summary: String, of pipeline: PipelineName, _ turn: inout Turn
    ) {
        guard pipelines[pipeline] != nil, pipelines[pipeline]?.observedCode != digest else { return }
        pipelines[pipeline]?.observedCode = digest
        turn.touch(pipeline)
        noteFingerprint(of: pipeline, summary: summary, &turn)
    }

    /// Compares definition and code with what the last run used and latches the difference.
    mutating func noteFingerprint(of pipeline: PipelineName, summary: String, _ turn: inout Turn) {
        guard let state = pipelines[pipeline], let definition = usableDefinition(of: state) else { return }
        guard definition.watchesItself, state.observedCode != nil else { return }
        let fingerprint = state.fingerprint
        guard let used = state.usedFingerprint else {
            pipelines[pipeline]?.usedFingerprint = fingerprint
            return
        }
        if fingerprint == used {
            dropLatches(of: pipeline, .withdrawn("it was changed back"), &turn) { $0.isPipelineChange }
        } else {
            let id = addEvidence(.pipelineChanged(digest: fingerprint, summary: summary), of: pipeline, &turn)
            latch(id, of: pipeline, &turn, into: { $0.isPipelineChange })
        }
    }

    mutating func addEvidence(_ fact: Evidence.Fact, of pipeline: PipelineName, _ turn: inout Turn) -> EvidenceID {
        counters.evidence += 1
        let id = EvidenceID(counters.evidence)
        turn.record(.addEvidence(Evidence(id: id, pipeline: pipeline, fact: fact, recordedAt: turn.now.wall)))
        turn.touch(pipeline)
        return id
    }

    /// Gives evidence to every operand that waits for its kind; what nobody waits for is suppressed, on the record.
    mutating func latch(
        _ id: EvidenceID, of pipeline: PipelineName, _ turn: inout Turn, into isAddressee: (Condition) -> Bool,
        adding: (inout Latch) -> Void = { _ in }
    ) {
        guard let state = pipelines[pipeline] else { return }
        var addressees = 0
        if let definition = usableDefinition(of: state) {
            for trigger in definition.firingTriggers {
                for operand in trigger.operands where isAddressee(operand.condition) {
                    addressees += 1
                    latch(id, of: pipeline, trigger: trigger.name, operand: operand, &turn, adding: adding)
                }
            }
        }
        guard addressees == 0 else { return }
        turn.record(
            .addUse(
                EvidenceUse(
                    evidence: id, pipeline: pipeline, trigger: nil, operand: "",
                    disposition: .suppressed("no trigger asks for it"))))
    }

    mutating func latch(
        _ id: EvidenceID, of pipeline: PipelineName, trigger: TriggerName, operand: Operand, _ turn: inout Turn,
        adding: (inout Latch) -> Void = { _ in }
    ) {
        var operandState =
            pipelines[pipeline]?.operands[operand.path]
            ?? PipelineState.OperandState(latch: nil, cursor: nil, shape: operand.shape)
        if var latch = operandState.latch {
            latch.lastEvidence = id
            latch.lastAt = turn.now
            latch.count += 1
            adding(&latch)
            operandState.latch = latch
        } else {
            var latch = Latch(evidence: id, at: turn.now)
            adding(&latch)
            operandState.latch = latch
        }
        pipelines[pipeline]?.operands[operand.path] = operandState
        turn.record(
            .addUse(
                EvidenceUse(
                    evidence: id, pipeline: pipeline, trigger: trigger, operand: operand.path, disposition: .latched)))
    }

    /// Clears latches and says what became of their evidence.
    mutating func dropLatches(
        of pipeline: PipelineName, _ disposition: Disposition, _ turn: inout Turn, where applies: (Condition) -> Bool
    ) {
        guard let state = pipelines[pipeline], let definition = usableDefinition(of: state) else { return }
        for operand in definition.firingTriggers.flatMap(\.operands) where applies(operand.condition) {
            dropLatch(operand.path, of: pipeline, disposition, &turn)
        }
    }

    mutating func dropLatch(
        _ path: String, of pipeline: PipelineName, _ disposition: Disposition, _ turn: inout Turn
    ) {
        guard let latch = pipelines[pipeline]?.operands[path]?.latch else { return }
        pipelines[pipeline]?.operands[path]?.latch = nil
        turn.touch(pipeline)
        turn.record(
            .settleLatched(
                pipeline, operand: path, from: latch.firstEvidence, through: latch.lastEvidence, disposition))
    }
}

extension Condition {
    func awaits(newDataIn dataset: DatasetName) -> Bool {
        if case .newData(let condition) = self { condition.dataset == dataset } else { false }
    }

    var isPipelineChange: Bool { if case .pipelineChange = self { true } else { false } }
    var isModelAge: Bool { if case .modelAge = self { true } else { false } }
}

extension PipelineDefinition {
    var watchesItself: Bool { triggers.contains { $0.operands.contains { $0.condition.isPipelineChange } } }
}

extension PipelineState {
    /// Definition and declared code as they are now.
    var fingerprint: String { "\(definition ?? "")+\(observedCode ?? "")" }
}
