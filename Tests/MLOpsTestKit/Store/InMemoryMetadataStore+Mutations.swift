import MLOpsCore
import MLOpsSchedule

extension InMemoryMetadataStore {
    mutating func apply(_ mutation: Mutation) throws(StoreError) {
        switch mutation {
        case .addEvidence(let evidence): try add(evidence)
        case .addUse(let use): try add(use)
        case .settleLatched(let pipeline, let operand, let first, let last, let disposition):
            settle(disposition) { use in
                use.disposition == .latched && use.pipeline == pipeline && use.operand == operand
                    && use.evidence >= first && use.evidence <= last
            }
        case .settleMerged(let request, let disposition):
            settle(disposition) { $0.disposition == .merged(request) }
        case .addDecision(let decision): try add(decision)
        case .repeatDecision(let decision): try repeatOrAdd(decision)
        case .putRequest(let request): put(request.value)
        case .endRequest(let request, let end): requests[request]?.end = end
        case .putRun(let run): put(run.value)
        case .putAttempt(let attempt): put(attempt)
        case .putVersion(let version): try put(version)
        case .putAlias(let pipeline, let alias, let version):
            aliases[AliasKey(pipeline: pipeline, alias: alias)] = version
        case .setVersionStatus(let id, let status, let reason):
            versions[id]?.status = status
            versions[id]?.statusReason = reason
        case .addAliasMove(let move): aliasMoves[aliasMoves.rows.count] = move
        case .putDeployment(let deployment): try put(deployment.value)
        case .putPipeline(let state): pipelines[state.name] = state.value
        case .putDefinition(let id, let pipeline, let source):
            let definition = RecordContents.Definition(id: id, pipeline: pipeline, source: source)
            definitions[id] = definitions[id] ?? definition
        case .putCounters(let counters): state.counters = counters
        case .putFiles(let pipeline, let dataset, let records):
            put(records, DatasetKey(pipeline: pipeline, dataset: dataset))
        case .useFiles(let pipeline, let run, let cutoffs): use(pipeline, run, cutoffs)
        case .putWindow(let id, let pipeline, let judgement, let instant):
            guard windows[id] == nil else { throw conflict("window \(id)") }
            saw(instant)
            let key = MonitorKey(
                pipeline: pipeline, operand: judgement.operand, version: judgement.window.reference)
            monitors[key] = judgement.window.lastSequence
            windows[id] = RecordContents.Window(
                evidence: id, pipeline: pipeline, judgement: judgement, judgedAt: instant)
        case .keepReply(let kept):
            guard replies[kept.key] == nil else { throw conflict("reply \(kept.key)") }
            replies[kept.key] = kept
        case .publish: break
        }
    }

    private mutating func saw(_ instant: Instant?) {
        if let instant { state.newest = max(state.newest, instant.microseconds) }
    }

    private mutating func add(_ item: Evidence) throws(StoreError) {
        guard evidence[item.id] == nil else { throw conflict("evidence \(item.id)") }
        saw(item.recordedAt)
        evidence[item.id] = item
    }

    private mutating func add(_ use: EvidenceUse) throws(StoreError) {
        let key = UseKey(evidence: use.evidence, operand: use.operand)
        guard liveUses[key] == nil, finalUses[key] == nil else { throw conflict("use of \(use.evidence)") }
        put(use, key)
    }

    private mutating func put(_ use: EvidenceUse, _ key: UseKey) {
        if use.disposition.isFinal { finalUses[key] = use } else { liveUses[key] = use }
    }

    private mutating func settle(_ disposition: Disposition, where isMeant: (EvidenceUse) -> Bool) {
        for (key, use) in liveUses.rows where isMeant(use) {
            var settled = use
            settled.disposition = disposition
            liveUses[key] = nil
            put(settled, key)
        }
    }

    private mutating func add(_ decision: DecisionRecord) throws(StoreError) {
        guard decisions[decision.id] == nil else { throw conflict("decision \(decision.id)") }
        if decision.kind == .start, let key = decision.dedupeKey {
            guard startKeys[key] == nil else { throw conflict("start \(key)") }
            startKeys[key] = decision.id
        }
        saw(decision.decidedAt)
        decisions[decision.id] = RecordContents.CountedDecision(record: decision, lastAt: decision.decidedAt, count: 1)
        let newest = newestDecisions[decision.pipeline] ?? decision.id
        newestDecisions[decision.pipeline] = max(newest, decision.id)
    }

    private mutating func repeatOrAdd(_ decision: DecisionRecord) throws(StoreError) {
        guard let id = newestDecisions[decision.pipeline], var last = decisions[id], last.record.kind == decision.kind,
            last.record.trigger == decision.trigger, last.record.summary == decision.summary
        else { return try add(decision) }
        saw(decision.decidedAt)
        last.lastAt = decision.decidedAt
        last.count += 1
        decisions[id] = last
    }

    private mutating func put(_ request: RunRequest) {
        saw(request.createdAt.wall)
        requests[request.id] = RecordContents.EndedRequest(request: request, end: requests[request.id]?.end)
    }

    private mutating func put(_ run: Run) {
        saw(run.startedAt.wall)
        saw(run.endedAt?.wall)
        activeRuns[run.id] = run.isActive ? run : nil
        endedRuns[run.id] = run.isActive ? nil : run
    }

    private mutating func put(_ attempt: AttemptRecord) {
        saw(attempt.intendedAt)
        saw(attempt.startedAt)
        attempts[attempt.id] = attempt
    }

    private mutating func put(_ version: ModelVersion) throws(StoreError) {
        if let former = versions[version.id], former.run != version.run || former.digest != version.digest {
            throw conflict("version \(version.id)")
        }
        saw(version.registeredAt.wall)
        versions[version.id] = version
    }

    private mutating func put(_ deployment: Deployment) throws(StoreError) {
        if let ended = endedDeployments[deployment.id], ended != deployment {
            throw conflict("deployment \(deployment.id)")
        }
        if let open = openDeployments[deployment.id], !open.isContinued(by: deployment) {
            throw conflict("deployment \(deployment.id)")
        }
        saw(deployment.startedAt.wall)
        saw(deployment.endedAt?.wall)
        openDeployments[deployment.id] = deployment.state == .intended ? deployment : nil
        endedDeployments[deployment.id] = deployment.state == .intended ? nil : deployment
    }

    private mutating func put(_ records: [FileRecord], _ key: DatasetKey) {
        var dataset = datasets[key] ?? Dataset()
        for record in records {
            saw(record.observedAt)
            files[FileKey(dataset: key, path: record.path)] = record
            dataset.lastSequence = max(dataset.lastSequence, record.sequence)
        }
        datasets[key] = dataset
    }

    private mutating func use(_ pipeline: PipelineName, _ run: RunID, _ cutoffs: [Run.Cutoff]) {
        for cutoff in cutoffs where cutoff.sequence > 0 {
            let key = DatasetKey(pipeline: pipeline, dataset: cutoff.dataset)
            var dataset = datasets[key] ?? Dataset()
            guard (dataset.uses.last?.through ?? 0) < cutoff.sequence else { continue }
            dataset.uses.append(FileUse(through: cutoff.sequence, run: run))
            datasets[key] = dataset
        }
    }

    private func conflict(_ object: String) -> StoreError {
        StoreError(.conflict, "cannot record \"\(object)\": it is there already; nothing was changed")
    }
}

extension Deployment {
    fileprivate func isContinued(by next: Deployment) -> Bool {
        pipeline == next.pipeline && action == next.action && version == next.version && digest == next.digest
            && replaced == next.replaced && target == next.target && run == next.run && by == next.by
            && reason == next.reason && startedAt.wall == next.startedAt.wall
    }
}
