import MLOpsCore
import MLOpsTestKit
import Testing

/// The stages of a deployment, the demands of people about versions, and the ledger of both.
@Suite struct `Deployment in stages` {
    static let definition = PipelineDefinition.example(
        deployment: DeploymentDefinition(
            target: "/srv/model", reload: ["reload"], probe: Probe(question: .command(["ask"]))))

    /// Runs until the first command that `isMeant`, and returns it.
    private func command(_ scenario: inout Scenario, where isMeant: (Command) -> Bool) throws -> Command {
        while let command = scenario.takeCommand() {
            if isMeant(command) { return command }
            scenario.answer(command)
        }
        return try #require(nil as Command?, "no such command")
    }

    private func live(_ scenario: inout Scenario, models: Int) {
        for _ in 0..<models {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns()
        }
    }

    @Test func `goes live only when it is proven`() throws {
        var scenario = Scenario(Self.definition)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        let proof = try command(&scenario) { if case .proveTarget = $0 { true } else { false } }
        #expect(scenario.state(of: "churn")?.champion == nil)
        #expect(scenario.outcomes == [])
        scenario.answer(proof)
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        #expect(scenario.outcomes == [.succeeded])
    }

    @Test func `I3 fails only when what was before is back`() throws {
        var scenario = Scenario(Self.definition)
        live(&scenario, models: 1)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        guard
            case .proveTarget(let deployment) = try command(
                &scenario, where: { if case .proveTarget = $0 { true } else { false } })
        else { return }
        let decision = scenario.handle(.targetUnproven(deployment.id, reason: "status 500"))
        guard case .restoreTarget(let restoring) = decision.commands.first else {
            Issue.record("nothing is restored")
            return
        }
        #expect(restoring.stage == .restoring(because: "status 500"))
        #expect(scenario.outcomes.count == 1)
        scenario.handle(.targetRestored(deployment.id, doubt: nil))
        #expect(scenario.outcomes.last == .failed("status 500; churn/1 is back"))
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `I3 says once what fails with the old model as it did with the new one`() throws {
        var scenario = Scenario(Self.definition)
        live(&scenario, models: 1)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        guard
            case .proveTarget(let deployment) = try command(
                &scenario, where: { if case .proveTarget = $0 { true } else { false } })
        else { return }
        let reason = "reload failed: authentication required"
        scenario.handle(.targetUnproven(deployment.id, reason: reason))
        scenario.handle(.targetRestored(deployment.id, doubt: reason))
        #expect(scenario.outcomes.last == .failed("\(reason); churn/1 is back, and the same happened then"))
    }

    @Test(arguments: ["switch", "prove", "restore"])
    func `A7 A8 goes on after a restart with the stage that is on the record`(stage: String) throws {
        var scenario = Scenario(Self.definition)
        live(&scenario, models: 1)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        let switching = try command(&scenario) { if case .switchTarget = $0 { true } else { false } }
        guard case .switchTarget(let deployment) = switching else { return }
        if stage != "switch" { scenario.handle(.targetSwitched(deployment.id)) }
        if stage == "restore" { scenario.handle(.targetUnproven(deployment.id, reason: "no answer")) }
        let open = try #require(
            scenario.mutations.reversed().lazy.compactMap { mutation -> Deployment? in
                if case .putDeployment(let row) = mutation { row.value } else { nil }
            }.first)
        var restored = Orchestrator(
            restoring: Snapshot(
                pipelines: scenario.orchestrator.pipelineStates, activeRuns: scenario.activeRuns,
                openDeployments: [open]))
        _ = restored.handle(.configured(Configured(pipelines: [Self.definition])), at: scenario.now)
        let commands = restored.handle(.booted([]), at: scenario.now).commands
        let expected: Command =
            switch stage {
            case "switch": .switchTarget(open)
            case "prove": .proveTarget(open)
            default: .restoreTarget(open)
            }
        #expect(commands == [expected])
    }

    @Test func `takes no answer to an earlier stage`() throws {
        var scenario = Scenario(Self.definition)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        guard
            case .proveTarget(let row) = try command(
                &scenario, where: { if case .proveTarget = $0 { true } else { false } })
        else { return }
        for late: Event in [
            .targetSwitched(row.id), .targetSwitchFailed(row.id, reason: "late"), .targetRestored(row.id, doubt: nil),
        ] {
            #expect(scenario.handle(late).mutations == [])
        }
        scenario.handle(.targetUnproven(row.id, reason: "x"))
        #expect(scenario.handle(.targetProven(row.id)).mutations == [])
    }
}

@Suite struct `Registered versions` {
    private func scenario(
        approval: DeploymentDefinition.Approval = .automatic, gates: [GateDefinition] = []
    ) -> Scenario {
        Scenario(
            .example(gates: gates, deployment: DeploymentDefinition(target: "/srv/model", approval: approval)))
    }

    private func train(_ scenario: inout Scenario, f1: Double = 0.8) {
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(candidate: .with(f1: f1))
    }

    private func versions(_ scenario: Scenario) -> [ModelVersion] {
        var versions: [ModelVersion] = []
        for case .putVersion(let version) in scenario.mutations {
            versions.removeAll { $0.id == version.id }
            versions.append(version)
        }
        return versions.sorted { $0.id < $1.id }
    }

    @Test func `wait for a person, and go live when approved`() {
        var scenario = scenario(approval: .manual)
        train(&scenario)
        #expect(scenario.outcomes == [.succeeded])
        #expect(versions(scenario).map(\.status) == [.awaiting])
        #expect(scenario.state(of: "churn")?.champion == nil)
        #expect(scenario.state(of: "churn")?.version(of: "challenger")?.number == 1)
        #expect(scenario.notices.contains { $0.kind == .approvalNeeded })
        guard case .deploying = scenario.demand(.approve(versions(scenario)[0], reason: "good")) else {
            Issue.record("not approved")
            return
        }
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        #expect(scenario.state(of: "churn")?.champion?.metrics.first?.value == 0.8)
        #expect(scenario.state(of: "churn")?.version(of: "challenger") == nil)
        #expect(versions(scenario).map(\.status) == [.accepted])
        #expect(versions(scenario)[0].statusReason == "by ada: good")
        #expect(scenario.moves("challenger") == ["nothing > churn/1 mlopsd", "churn/1 > nothing ada"])
    }

    @Test func `E12 I9 are told of when what is live is not what was put there, and nothing is changed`() {
        var scenario = scenario()
        train(&scenario)
        let version = ModelVersionID(pipeline: "churn", number: 1)
        for (kind, told) in [
            (RegistryDoubt.Kind.target, Notice.Kind.targetChanged), (.model, .modelDamaged),
        ] {
            let decision = scenario.handle(.registryDoubted(RegistryDoubt(kind, of: version, "it is not so")))
            #expect(decision.notices == [Notice(told, "churn", "it is not so", version: version)])
            #expect(decision.mutations == [] && decision.commands == [])
        }
        let gone = ModelVersionID(pipeline: "gone", number: 1)
        #expect(scenario.handle(.registryDoubted(RegistryDoubt(.model, of: gone, "x"))).notices == [])
    }

    @Test func `are told of by their service as by everything else`() {
        var scenario = scenario()
        let notice = Notice(.serverEnded, "churn", "it ended", version: ModelVersionID(pipeline: "churn", number: 1))
        let decision = scenario.handle(.noticed(notice))
        #expect(decision.notices == [notice] && decision.mutations == [] && decision.commands == [])
    }

    @Test func `that were rejected go live only by force, and are approved no more`() {
        var scenario = scenario(approval: .manual)
        train(&scenario)
        #expect(scenario.demand(.reject(versions(scenario)[0], reason: nil)) == .done("model churn/1 is rejected"))
        #expect(versions(scenario)[0].statusReason == "by ada")
        for (verb, hint): (Demand.Verb, String) in [
            (.approve(versions(scenario)[0], reason: nil), "mlopsctl promote churn/1 --force"),
            (.reject(versions(scenario)[0], reason: nil), "mlopsctl show churn/1"),
            (.promote(versions(scenario)[0], force: false, reason: nil), "mlopsctl promote churn/1 --force"),
        ] {
            guard case .refused(let refusal) = scenario.demand(verb) else {
                Issue.record("\(verb) is not refused")
                continue
            }
            #expect(refusal.code == .conflict && refusal.hint == hint, "\(refusal)")
        }
        guard case .deploying = scenario.demand(.promote(versions(scenario)[0], force: true, reason: "I know")) else {
            Issue.record("not forced")
            return
        }
    }

    @Test func `that gates held are promoted by a person's word, refused ones by force`() {
        let gate = GateDefinition.program(ProgramGate(arguments: ["smoke.py"]))
        var scenario = scenario(gates: [gate])
        scenario.measurements = [.program(.notStarted(reason: "gone"))]
        train(&scenario)
        scenario.measurements = [.program(.exited(code: 1, lastLine: ""))]
        train(&scenario)
        #expect(versions(scenario).map(\.status) == [.inconclusive, .refused])
        guard case .refused(let refusal) = scenario.demand(.promote(versions(scenario)[1], force: false, reason: nil))
        else {
            Issue.record("a refused version is promoted")
            return
        }
        #expect(refusal.hint == "mlopsctl promote churn/2 --force")
        _ = scenario.demand(.promote(versions(scenario)[0], force: false, reason: "looked at it"))
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        #expect(scenario.moves("champion") == ["nothing > churn/1 ada"])
    }

    @Test func `that are live are promoted no more, and deployed again without a former self`() {
        var scenario = scenario()
        train(&scenario)
        train(&scenario, f1: 0.9)
        let champion = versions(scenario)[1]
        #expect(
            scenario.demand(.promote(champion, force: false, reason: nil))
                == .done("model churn/2 is the champion already"))
        guard case .deploying = scenario.demand(.deploy(champion, force: false, reason: "the link was gone")) else {
            Issue.record("not deployed again")
            return
        }
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.metrics.first?.value == 0.9)
        #expect(scenario.state(of: "churn")?.formerChampions.map(\.version.number) == [1])
    }

    @Test func `that a rollback left behind are not said never to have been live`() {
        var scenario = scenario()
        train(&scenario)
        train(&scenario, f1: 0.9)
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        scenario.completeRuns()
        let second = ModelVersionID(pipeline: "churn", number: 2)
        guard case .refused(let refusal) = scenario.demand(.rollback("churn", to: second, reason: nil)) else {
            Issue.record("it is no former champion")
            return
        }
        #expect(refusal.text == "churn/2 is none of the former champions that a rollback goes back to")
        #expect(refusal.hint == "mlopsctl promote churn/2")
    }

    @Test func `I5 two deployments never interleave`() {
        var scenario = scenario()
        train(&scenario)
        train(&scenario)
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        for verb: Demand.Verb in [
            .promote(versions(scenario)[0], force: true, reason: nil),
            .deploy(versions(scenario)[1], force: true, reason: nil), .rollback("churn", to: nil, reason: nil),
        ] {
            guard case .refused(let refusal) = scenario.demand(verb) else {
                Issue.record("two at once")
                continue
            }
            #expect(refusal.code == .conflict)
        }
    }

    @Test func `have names that move only from where they are expected`() {
        var scenario = scenario()
        train(&scenario)
        train(&scenario)
        func move(_ number: Int64?, _ expected: Demand.AliasDemand.Expectation = .anything, alias: String = "best")
            -> Reply?
        {
            scenario.demand(
                .moveAlias(
                    .init(
                        pipeline: "churn", alias: alias,
                        version: number.map { ModelVersionID(pipeline: "churn", number: $0) }, expected: expected)))
        }
        let first = ModelVersionID(pipeline: "churn", number: 1)
        #expect(move(1, .nothing) == .done("alias best of churn points to churn/1"))
        guard case .refused(let refusal) = move(2, .nothing) else {
            Issue.record("moved from elsewhere")
            return
        }
        #expect(refusal.text == "alias best of churn points to churn/1 by now")
        #expect(move(2, .version(first)) == .done("alias best of churn points to churn/2"))
        #expect(move(nil) == .done("alias best of churn is gone"))
        #expect(scenario.moves("best") == ["nothing > churn/1 ada", "churn/1 > churn/2 ada", "churn/2 > nothing ada"])
        guard case .refused(let reserved) = move(1, alias: "champion") else {
            Issue.record("the champion is moved by its name")
            return
        }
        #expect(reserved.code == .invalid)
    }
}

extension Scenario {
    /// The ledger of one alias: `from > to who`.
    fileprivate func moves(_ alias: String) -> [String] {
        mutations.compactMap { mutation in
            guard case .addAliasMove(let move) = mutation, move.alias == alias else { return nil }
            return "\(move.from?.description ?? "nothing") > \(move.to?.description ?? "nothing") \(move.by.name)"
        }
    }
}
