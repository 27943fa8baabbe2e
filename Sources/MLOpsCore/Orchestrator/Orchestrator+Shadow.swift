import MLOpsSchedule
import OrderedCollections

/// A candidate that passed its gates scores what the champion is asked; it goes live when that proves it good enough.
///
/// Proof is sought a bounded number of times: when there are enough rows, twice as many, four times as many and so on, each
/// look with half the chance of an error of the one before. So all together keep the promise of a single one.
extension Orchestrator {
    /// A first model has nobody to follow.
    func isForShadow(_ place: RunPlace) -> Bool {
        definition(of: place)?.usesShadow == true && champion(of: place.pipeline) != nil
    }

    /// One candidate at a time: a newer one takes the place of the one that is tried.
    mutating func beginShadow(of place: RunPlace, _ version: ModelVersionID, _ digest: String, _ turn: inout Turn) {
        let pipeline = place.pipeline
        guard let champion = champion(of: pipeline) else { return }
        let (run, metrics) = (self[place].id, self[place].candidate.map(\.metrics) ?? [])
        if let former = pipelines[pipeline].state.shadow {
            end(former, as: .inconclusive, pipeline, "\(version) takes its place after \(former.progress)", &turn)
        }
        makeChallenger(version, pipeline, because: "run \(run) passed its gates", &turn)
        pipelines[pipeline].state.shadow = Shadow(
            version: version, digest: digest, metrics: metrics, run: run, champion: champion, since: turn.now)
        keepShadow(pipeline, &turn)
        turn.tell(
            Notice(
                .shadowBegun, version.pipeline,
                "model \(version) passed its gates and is compared with \(champion) on what that one is asked",
                run: run,
                version: version))
    }

    /// Has the candidate compared, if the definition in force says how.
    ///
    /// Where it no longer says so, the candidate is left to a person.
    mutating func keepShadow(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let shadow = pipelines[pipeline].state.shadow,
            let definition = pipelines[pipeline].definition?.definition
        else { return }
        guard let how = definition.deployment?.shadow else {
            forgetShadow(shadow.version, pipeline, &turn)
            return tellOfWaiting(shadow, "the pipeline no longer says how it is compared", &turn)
        }
        turn.perform(
            .keepShadow(
                ShadowGoal(
                    definition: definition, shadow: how, version: shadow.version, digest: shadow.digest,
                    champion: shadow.champion, since: shadow.since)))
    }

    /// Another model is in production: what was seen beside the one before says nothing about this one.
    mutating func followChampion(_ version: ModelVersionID, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let shadow = pipelines[pipeline].state.shadow, shadow.champion != version else { return }
        guard shadow.version != version else { return forgetShadow(version, pipeline, &turn) }
        pipelines[pipeline].state.shadow = Shadow(
            version: shadow.version, digest: shadow.digest, metrics: shadow.metrics, run: shadow.run, champion: version,
            since: turn.now)
        change(pipeline, &turn)
        keepShadow(pipeline, &turn)
    }

    mutating func shadowReported(_ report: ShadowReport, of name: PipelineName, _ turn: inout Turn) {
        guard let pipeline = index(of: name), var shadow = pipelines[pipeline].state.shadow,
            shadow.version == report.version, shadow.champion == report.champion
        else { return }
        let former = shadow
        (shadow.scored, shadow.rows, shadow.obstacle) = (report.scored, report.rows, report.obstacle)
        if let look = report.look, look.number > shadow.look ?? -1 {
            shadow.look = look.number
            shadow.results = results(of: look.measurements, shadow, pipeline)
        }
        guard shadow != former else { return }
        pipelines[pipeline].state.shadow = shadow
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
    }

    private func results(
        of measurements: [GateMeasurement], _ shadow: Shadow, _ pipeline: PipelineIndex
    ) -> [GateResult] {
        let gates = pipelines[pipeline].definition?.definition.shadowGates ?? []
        return zip(gates, measurements).map { gate, measurement in
            let text = gate.text
            guard case .metric(let measured) = measurement, let reference = measured.champion,
                let difference = measured.rows?.difference
            else {
                let reason = if case .unavailable(let reason) = measurement { reason } else { "it was not measured" }
                return GateResult(
                    gate: text, verdict: .inconclusive, observed: nil, bound: nil, explanation: "\(text): \(reason)")
            }
            return MetricVerdict(gate: gate, text: text, observed: reference + difference, measured: measured)
                .against(shadow.champion, reference)
        }
    }

    /// Acts on what the last look came to, and on time that is over.
    mutating func watchShadow(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let shadow = pipelines[pipeline].state.shadow, !isDeploying(pipeline),
            let definition = pipelines[pipeline].definition?.definition, let how = definition.deployment?.shadow
        else { return }
        let results = shadow.results ?? []
        if let failed = results.first(where: { $0.verdict == .fail }) {
            return end(shadow, as: .refused, pipeline, failed.explanation, &turn)
        }
        if !results.isEmpty, results.allSatisfy({ $0.verdict == .pass }) {
            return accept(shadow, pipeline, because: results.map(\.explanation).joined(separator: "; "), &turn)
        }
        guard shadow.isHeld != true, shadow.since.remaining(of: how.maxTime, at: turn.now) == .zero else { return }
        let text = "its time is over and nothing is proven after \(shadow.progress)"
        switch how.inconclusive {
        case .promote: accept(shadow, pipeline, because: text, &turn)
        case .reject: end(shadow, as: .inconclusive, pipeline, text, &turn)
        case .hold:
            pipelines[pipeline].state.shadow?.isHeld = true
            change(pipeline, &turn)
            tell(of: shadow, "\(text); it goes on until mlopsctl approve \(shadow.version), or reject", &turn)
        }
    }

    private mutating func accept(
        _ shadow: Shadow, _ pipeline: PipelineIndex, because reason: String, _ turn: inout Turn
    ) {
        guard pipelines[pipeline].definition?.needsApproval != true else {
            // It stays the challenger, and waits for a person.
            forgetShadow(shadow.version, pipeline, &turn)
            return tellOfWaiting(shadow, reason, &turn)
        }
        tell(of: shadow, reason, &turn)
        turn.record(.setVersionStatus(shadow.version, .accepted, because: reason))
        forgetAwaiting(shadow.version, pipeline, by: .daemon, reason, &turn)
        deploy(
            shadow.version, shadow.digest, .deploy, of: pipeline, run: nil, by: .daemon, reason: reason,
            metrics: shadow.metrics, &turn)
    }

    private mutating func end(
        _ shadow: Shadow, as status: ModelVersion.Status, _ pipeline: PipelineIndex, _ reason: String,
        _ turn: inout Turn
    ) {
        turn.record(.setVersionStatus(shadow.version, status, because: reason))
        forgetAwaiting(shadow.version, pipeline, by: .daemon, reason, &turn)
        tell(of: shadow, "it does not go live: " + reason, &turn)
    }

    private func tellOfWaiting(_ shadow: Shadow, _ reason: String, _ turn: inout Turn) {
        turn.tell(
            Notice(
                .approvalNeeded, shadow.version.pipeline,
                "model \(shadow.version) waits: mlopsctl approve \(shadow.version), or reject; \(reason)",
                run: shadow.run, version: shadow.version))
    }

    private func tell(of shadow: Shadow, _ text: String, _ turn: inout Turn) {
        turn.tell(
            Notice(
                .shadowEnded, shadow.version.pipeline,
                "model \(shadow.version) in the shadow of \(shadow.champion): \(text)",
                run: shadow.run, version: shadow.version))
    }

    /// The version is tried no more, whatever became of it.
    mutating func forgetShadow(_ version: ModelVersionID, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard pipelines[pipeline].state.shadow?.version == version else { return }
        pipelines[pipeline].state.shadow = nil
        change(pipeline, &turn)
        turn.perform(.endShadow(version.pipeline))
    }
}

extension Shadow {
    fileprivate var progress: String { "\(rows) labelled predictions of both" }
}
