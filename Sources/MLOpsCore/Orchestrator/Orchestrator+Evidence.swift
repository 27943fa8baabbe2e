import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    mutating func filesReady(
        _ files: [FileRecord], of dataset: DatasetName, in name: PipelineName, _ turn: inout Turn
    ) {
        turn.record(.putFiles(name, dataset, files))
        guard let first = files.first?.sequence, let last = files.last?.sequence, let pipeline = index(of: name)
        else { return }
        pipelines[pipeline].state.datasets[dataset, default: .init()].lastSequence = last
        var batch = FileBatch(
            dataset: dataset, firstSequence: first, lastSequence: last, files: Int64(files.count), bytes: 0, rows: 0)
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
        watchDrift(of: pipeline, in: dataset, &turn)
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
        _ dataset: DatasetName, of name: PipelineName, unavailable reason: String?, _ turn: inout Turn
    ) {
        guard let pipeline = index(of: name), pipelines[pipeline].state.datasets[dataset]?.unavailable != reason
        else { return }
        pipelines[pipeline].state.datasets[dataset, default: .init()].unavailable = reason
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
        if let reason {
            turn.tell(Notice(.datasetUnavailable, name, "dataset \"\(dataset)\" is unavailable: \(reason)"))
        } else {
            turn.tell(Notice(.datasetAvailable, name, "dataset \"\(dataset)\" is available again"))
        }
    }

    mutating func codeObserved(_ digest: String, summary: String, of name: PipelineName, _ turn: inout Turn) {
        guard let pipeline = index(of: name), pipelines[pipeline].state.observedCode != digest else { return }
        pipelines[pipeline].state.observedCode = digest
        change(pipeline, &turn)
        noteFingerprint(of: pipeline, summary: summary, &turn)
    }

    /// Compares definition and code with what the last run used and latches the difference.
    mutating func noteFingerprint(of pipeline: PipelineIndex, summary: String, _ turn: inout Turn) {
        guard let prepared = pipelines[pipeline].definition, prepared.watchesItself,
            pipelines[pipeline].state.observedCode != nil
        else { return }
        let fingerprint = pipelines[pipeline].state.fingerprint
        guard let used = pipelines[pipeline].state.usedFingerprint else {
            pipelines[pipeline].state.usedFingerprint = fingerprint
            return
        }
        if fingerprint == used {
            dropLatches(of: pipeline, .withdrawn("it was changed back"), &turn) { $0.isPipelineChange }
        } else {
            let id = addEvidence(.pipelineChanged(digest: fingerprint, summary: summary), of: pipeline, &turn)
            latch(id, of: pipeline, &turn, into: { $0.isPipelineChange })
        }
    }

    mutating func addEvidence(_ fact: Evidence.Fact, of pipeline: PipelineIndex, _ turn: inout Turn) -> EvidenceID {
        counters.evidence += 1
        let id = EvidenceID(counters.evidence)
        let name = pipelines[pipeline].state.name
        turn.record(.addEvidence(Evidence(id: id, pipeline: name, fact: fact, recordedAt: turn.now.wall)))
        change(pipeline, &turn)
        return id
    }

    /// Gives evidence to every operand that waits for its kind; what nobody waits for is suppressed, on the record.
    private mutating func latch(
        _ id: EvidenceID, of pipeline: PipelineIndex, _ turn: inout Turn, into isAddressee: (Condition) -> Bool,
        adding: (inout Latch) -> Void = { _ in }
    ) {
        var isWanted = false
        if let prepared = pipelines[pipeline].definition {
            for trigger in prepared.firingTriggers {
                for operand in trigger.operands where isAddressee(operand.condition) {
                    isWanted = true
                    latch(id, of: pipeline, trigger: trigger.name, operand: operand, &turn, adding: adding)
                }
            }
        }
        guard !isWanted else { return }
        recordUse(of: id, pipeline, trigger: nil, operand: "", .suppressed("no trigger asks for it"), &turn)
    }

    mutating func latch(
        _ id: EvidenceID, of pipeline: PipelineIndex, trigger: TriggerName, operand: Operand, _ turn: inout Turn,
        adding: (inout Latch) -> Void = { _ in }
    ) {
        let index = pipelines[pipeline].state.index(of: operand)
        pipelines[pipeline].state.operands.values[index].add(id, at: turn.now, adding)
        judgeLater(pipeline, &turn)
        recordUse(of: id, pipeline, trigger: trigger, operand: operand.path, .latched, &turn)
    }

    func recordUse(
        of id: EvidenceID, _ pipeline: PipelineIndex, trigger: TriggerName?, operand: String,
        _ disposition: Disposition, _ turn: inout Turn
    ) {
        turn.record(
            .addUse(
                EvidenceUse(
                    evidence: id, pipeline: pipelines[pipeline].state.name, trigger: trigger, operand: operand,
                    disposition: disposition)))
    }

    /// Clears latches and says what became of their evidence.
    mutating func dropLatches(
        of pipeline: PipelineIndex, _ disposition: Disposition, _ turn: inout Turn, where applies: (Condition) -> Bool
    ) {
        guard let prepared = pipelines[pipeline].definition else { return }
        for trigger in prepared.firingTriggers {
            for operand in trigger.operands where applies(operand.condition) {
                dropLatch(operand.path, of: pipeline, disposition, &turn)
            }
        }
    }

    mutating func dropLatch(
        _ path: String, of pipeline: PipelineIndex, _ disposition: Disposition, _ turn: inout Turn
    ) {
        guard let operand = pipelines[pipeline].state.operands.index(forKey: path),
            let latch = pipelines[pipeline].state.operands.values[operand].takeLatch()
        else { return }
        change(pipeline, &turn)
        turn.record(
            .settleLatched(
                pipelines[pipeline].state.name, operand: path, from: latch.firstEvidence, through: latch.lastEvidence,
                disposition))
    }
}

extension PipelineState {
    /// Where what is known of the operand lies, to be changed there; what is known of none is entered.
    fileprivate mutating func index(of operand: Operand) -> Int {
        if let index = operands.index(forKey: operand.path) { return index }
        operands[operand.path] = OperandState(shape: operand.shape)
        return operands.count - 1
    }
}

extension PipelineState.OperandState {
    mutating func add(_ evidence: EvidenceID, at now: Moment, _ adding: (inout Latch) -> Void) {
        var sums = latch ?? Latch(evidence: evidence, at: now)
        if latch != nil {
            sums.lastEvidence = evidence
            sums.lastAt = now
            sums.count += 1
        }
        adding(&sums)
        latch = sums
    }

    mutating func takeLatch() -> Latch? {
        defer { latch = nil }
        return latch
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
    var fingerprint: String { String(line: "\(definition ?? "")+\(observedCode ?? "")") }
}
