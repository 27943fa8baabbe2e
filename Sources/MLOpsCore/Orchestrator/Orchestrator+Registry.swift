import OrderedCollections

/// What people say about registered versions.
extension Orchestrator {
    mutating func answerRollback(
        _ name: PipelineName, _ version: ModelVersionID?, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let pipeline = known(name) else { return .refused(.unknown(name)) }
        if let refusal = refusalWhileDeploying(name) { return .refused(refusal) }
        let target: PipelineState.Champion
        do throws(Reply.Refusal) {
            target = try pipelines[pipeline].state.rollbackTarget(version)
        } catch {
            return .refused(error)
        }
        let id = deploy(
            target.version, target.digest, .rollback, of: pipeline, run: nil, by: actor, reason: reason, &turn)
        return .deploying(id)
    }

    mutating func answerPromote(
        _ version: ModelVersion, force: Bool, again: Bool, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let pipeline = known(version.id.pipeline) else { return .refused(.unknown(version.id.pipeline)) }
        if let refusal = refusalWhileDeploying(version.id.pipeline) { return .refused(refusal) }
        if !again, endTrial(of: version.id, pipeline, &turn) { return .done("model \(version.id) gets all requests") }
        if !again, pipelines[pipeline].state.champion?.version == version.id {
            return .done("model \(version.id) is the champion already")
        }
        if !force, let refusal = version.refusal { return .refused(refusal) }
        if version.status == .awaiting { forgetAwaiting(version.id, pipeline, by: actor, reason, &turn) }
        return .deploying(golive(version, pipeline, reason, by: actor, &turn))
    }

    mutating func answerApprove(
        _ version: ModelVersion, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let pipeline = known(version.id.pipeline) else { return .refused(.unknown(version.id.pipeline)) }
        guard isAwaiting(version.id, pipeline) else {
            return .refused(notAwaiting(version, pipeline, wasWanted: true))
        }
        if let refusal = refusalWhileDeploying(version.id.pipeline) { return .refused(refusal) }
        settle(version, as: .accepted, pipeline, by: actor, reason, &turn)
        return .deploying(golive(version, pipeline, reason ?? "approved", by: actor, &turn))
    }

    mutating func answerReject(
        _ version: ModelVersion, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let pipeline = known(version.id.pipeline) else { return .refused(.unknown(version.id.pipeline)) }
        guard isAwaiting(version.id, pipeline) else {
            return .refused(notAwaiting(version, pipeline, wasWanted: false))
        }
        settle(version, as: .rejected, pipeline, by: actor, reason, &turn)
        return .done("model \(version.id) is rejected")
    }

    mutating func answerMoveAlias(
        _ demand: Demand.AliasDemand, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let pipeline = known(demand.pipeline) else { return .refused(.unknown(demand.pipeline)) }
        if AliasMove.reserved.contains(demand.alias) {
            return .refused(
                .init(
                    .invalid, "\(demand.alias) is moved by mlopsd itself", hint: "mlopsctl promote, rollback, approve"))
        }
        let present = pipelines[pipeline].state.aliases?[demand.alias]
        let isExpected =
            switch demand.expected {
            case .anything: true
            case .nothing: present == nil
            case .version(let version): present == version
            }
        guard isExpected else {
            let found = present.map { "to \($0)" } ?? "to nothing"
            return .refused(.init(.conflict, "alias \(demand.alias) of \(demand.pipeline) points \(found) by now"))
        }
        let limit = 100
        if present == nil, demand.version != nil, pipelines[pipeline].state.aliases?.count ?? 0 >= limit {
            return .refused(.init(.conflict, "\(demand.pipeline) has \(limit) aliases already"))
        }
        moveAlias(demand.alias, of: pipeline, from: present, to: demand.version, by: actor, demand.reason, &turn)
        let text = demand.version.map { "points to \($0)" } ?? "is gone"
        return .done("alias \(demand.alias) of \(demand.pipeline) \(text)")
    }

    /// Lets a version wait for a person; the newest one that waits is the challenger.
    mutating func holdForApproval(_ version: ModelVersionID, _ pipeline: PipelineIndex, run: RunID, _ turn: inout Turn)
    {
        makeChallenger(version, pipeline, because: "run \(run) passed its gates", &turn)
        turn.tell(
            Notice(
                .approvalNeeded, version.pipeline,
                "model \(version) passed its gates and waits: mlopsctl approve \(version), or reject", run: run,
                version: version))
    }

    mutating func makeChallenger(
        _ version: ModelVersionID, _ pipeline: PipelineIndex, because reason: String, _ turn: inout Turn
    ) {
        pipelines[pipeline].state.awaiting =
            (pipelines[pipeline].state.awaiting ?? []) + [
                PipelineState.Awaiting(version: version, since: turn.now)
            ]
        moveChallenger(of: pipeline, by: .daemon, reason, &turn)
    }

    private mutating func golive(
        _ version: ModelVersion, _ pipeline: PipelineIndex, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> DeploymentID {
        deploy(
            version.id, version.digest, .deploy, of: pipeline, run: nil, by: actor, reason: reason,
            metrics: version.metrics, &turn)
    }

    private mutating func settle(
        _ version: ModelVersion, as status: ModelVersion.Status, _ pipeline: PipelineIndex, by actor: Actor,
        _ reason: String?, _ turn: inout Turn
    ) {
        var settled = version
        settled.status = status
        settled.statusReason = "by \(actor.name)" + (reason.map { ": \($0)" } ?? "")
        turn.record(.putVersion(settled))
        forgetAwaiting(version.id, pipeline, by: actor, reason ?? status.rawValue, &turn)
    }

    mutating func forgetAwaiting(
        _ version: ModelVersionID, _ pipeline: PipelineIndex, by actor: Actor, _ reason: String?, _ turn: inout Turn
    ) {
        pipelines[pipeline].state.awaiting?.removeAll { $0.version == version }
        forgetShadow(version, pipeline, &turn)
        moveChallenger(of: pipeline, by: actor, reason, &turn)
    }

    private mutating func moveChallenger(
        of pipeline: PipelineIndex, by actor: Actor, _ reason: String?, _ turn: inout Turn
    ) {
        let newest = pipelines[pipeline].state.awaiting?.last?.version
        let present = pipelines[pipeline].state.aliases?["challenger"]
        moveAlias("challenger", of: pipeline, from: present, to: newest, by: actor, reason, &turn)
    }

    /// Moves an alias that the state of the pipeline holds, and writes down who did it and why.
    private mutating func moveAlias(
        _ alias: String, of pipeline: PipelineIndex, from: ModelVersionID?, to: ModelVersionID?, by actor: Actor,
        _ reason: String?, _ turn: inout Turn
    ) {
        change(pipeline, &turn)
        guard from != to else { return }
        var aliases = pipelines[pipeline].state.aliases ?? [:]
        aliases[alias] = to
        pipelines[pipeline].state.aliases = aliases
        recordMove(alias, of: pipeline, from: from, to: to, by: actor, reason, &turn)
    }

    /// The last former champion, and the one that a rollback brings back, stay whatever is said: that is promised.
    mutating func modelsPruned(_ versions: [ModelVersionID], of name: PipelineName, _ turn: inout Turn) {
        guard let pipeline = index(of: name) else { return }
        let former = pipelines[pipeline].state.formerChampions
        let promised = [former.last, pipelines[pipeline].state.rollbackTarget].compactMap { $0?.version }
        let kept = former.filter { !versions.contains($0.version) || promised.contains($0.version) }
        guard kept.count != former.count else { return }
        pipelines[pipeline].state.formerChampions = kept
        change(pipeline, &turn)
    }

    /// Told, and nothing else: whoever changed it may have meant it.
    func registryDoubted(_ doubt: RegistryDoubt, _ turn: inout Turn) {
        guard index(of: doubt.version.pipeline) != nil else { return }
        turn.tell(
            Notice(
                doubt.kind == .target ? .targetChanged : .modelDamaged, doubt.version.pipeline, doubt.text,
                version: doubt.version))
    }

    /// Writes down that an alias points elsewhere.
    func recordMove(
        _ alias: String, of pipeline: PipelineIndex, from: ModelVersionID?, to: ModelVersionID?, by actor: Actor,
        _ reason: String?, _ turn: inout Turn
    ) {
        let name = pipelines[pipeline].state.name
        turn.record(.putAlias(name, alias: alias, to))
        guard from != to else { return }
        turn.record(
            .addAliasMove(
                AliasMove(pipeline: name, alias: alias, from: from, to: to, by: actor, reason: reason, at: turn.now)))
    }

    private func isAwaiting(_ version: ModelVersionID, _ pipeline: PipelineIndex) -> Bool {
        pipelines[pipeline].state.awaiting?.contains { $0.version == version } ?? false
    }

    /// - Parameter wasWanted: whether it was to go live.
    private func notAwaiting(
        _ version: ModelVersion, _ pipeline: PipelineIndex, wasWanted: Bool
    ) -> Reply.Refusal {
        let waiting = pipelines[pipeline].state.awaiting?.map(\.version.description).joined(separator: ", ") ?? ""
        return .init(
            .conflict, "model \(version.id) does not wait for approval: it is \(version.status.rawValue)",
            // Who wanted it refused has nothing to do where it is.
            hint: !waiting.isEmpty
                ? "waiting: \(waiting)"
                : wasWanted ? version.refusal?.hint ?? "mlopsctl promote \(version.id)" : "mlopsctl show \(version.id)")
    }

    func refusalWhileDeploying(_ name: PipelineName) -> Reply.Refusal? {
        openDeployments.values.first { $0.pipeline == name }.map { open in
            .init(
                .conflict, "deployment \(open.id) of \(open.version) is under way",
                hint: "mlopsctl list-deployments; ask again when it has ended")
        }
    }
}

extension PipelineState {
    /// - Parameter version: nil: the one that a rollback brings back by itself.
    fileprivate func rollbackTarget(_ version: ModelVersionID?) throws(Reply.Refusal) -> Champion {
        let known = formerChampions.map(\.version.description).joined(separator: ", ")
        let hint = known.isEmpty ? nil : "former champions: \(known)"
        guard let version else {
            if let target = rollbackTarget { return target }
            let text = known.isEmpty ? "there is no former champion to go back to" : "every former champion is bad"
            throw Reply.Refusal(.conflict, text, hint: hint)
        }
        guard let target = formerChampions.last(where: { $0.version == version }) else {
            throw Reply.Refusal(
                .conflict, "\(version) is none of the former champions that a rollback goes back to",
                hint: hint ?? "mlopsctl promote \(version)")
        }
        guard badDigests?.contains(target.digest) != true else {
            throw Reply.Refusal(
                .conflict, "model \(version) was taken back", hint: "mlopsctl promote \(version) --force")
        }
        return target
    }
}

extension ModelVersion {
    /// Why only force makes it live; nil: a person's word is enough.
    fileprivate var refusal: Reply.Refusal? {
        switch status {
        case .accepted, .inconclusive: nil
        case .refused: .init(.conflict, "a gate refused model \(id)", hint: "mlopsctl promote \(id) --force")
        case .rejected: .init(.conflict, "model \(id) was rejected", hint: "mlopsctl promote \(id) --force")
        case .bad: .init(.conflict, "model \(id) was taken back", hint: "mlopsctl promote \(id) --force")
        case .awaiting: .init(.conflict, "model \(id) waits for approval", hint: "mlopsctl approve \(id)")
        }
    }
}
