import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule

extension APIHandlers {
    func startRun(_ name: PipelineName, _ body: RunRequestBody, _ demander: Demander) async throws -> Response {
        let parameters = (body.parameters ?? [:]).sorted { $0.key < $1.key }
        for (name, value) in parameters { try RequestText.check(parameter: name, value) }
        let demand = Demand.RunDemand(
            pipeline: name, reason: try RequestText.checked(reason: body.reason),
            parameters: parameters.map { Parameter(name: $0.key, value: $0.value) },
            priority: try RequestText.checked(priority: body.priority),
            force: body.force ?? false, coalesce: body.coalesce ?? true, dryRun: body.dryRun ?? false)
        let reply = try await services.inbox.demand(Demand(.run(demand), by: demander.actor), demander.key)
        return try await runReply(reply, of: name)
    }

    func retry(_ id: RunID, _ body: RetryBody, _ demander: Demander) async throws -> Response {
        let run = try recorded(id)
        let demand = Demand(
            .retry(run, from: body.from.map { StepName($0) } ?? run.firstUnfinished), by: demander.actor)
        return try await runReply(try await services.inbox.demand(demand, demander.key), of: run.pipeline)
    }

    func pause(_ name: PipelineName, _ body: PauseBody, _ demander: Demander) async throws -> Response {
        let until = body.until.map { Instant(microseconds: $0.microseconds) }
        let reason = try RequestText.checked(reason: body.reason)
        return try await act(.pause(name, until: until, reason: reason), demander)
    }

    func resume(_ name: PipelineName, _ body: ResumeBody, _ demander: Demander) async throws -> Response {
        try await act(.resume(name, catchUp: body.catchUp ?? false), demander)
    }

    func cancel(_ id: RunID, _ body: CancelBody, _ demander: Demander) async throws -> Response {
        let run = try recorded(id)
        guard run.isActive else {
            let outcome = run.phase.outcome?.word ?? "ended"
            throw APIFailure(.conflict, .conflict, "run \(id) has ended: \(outcome)", hint: "mlopsctl show \(id)")
        }
        return try await act(.cancel(id, reason: try RequestText.checked(reason: body.reason)), demander)
    }

    func rollback(_ name: PipelineName, _ body: RollbackBody, _ demander: Demander) async throws -> Response {
        let version = try body.to.map { text in
            guard let version = ModelVersionID(parsing: text) else {
                throw APIFailure.malformed("\"\(text)\" is not a model version such as \(name)/3")
            }
            return version
        }
        if let version { try refuseRollback(to: version) }
        let reason = try RequestText.checked(reason: body.reason)
        return try await act(.rollback(name, to: version, reason: reason), demander)
    }

    func act(_ verb: Demand.Verb, _ demander: Demander) async throws -> Response {
        switch try await services.inbox.demand(Demand(verb, by: demander.actor), demander.key) {
        case .refused(let refusal): throw APIFailure(refusal)
        case .done(let message): return try Response(json: ActionReply(message: message))
        case .deploying(let id):
            let reply = ActionReply(
                message: "deployment \(id) is under way (mlopsctl show \(id))", deployment: id.description)
            return try Response(json: reply, status: .accepted)
        case .started, .pending, .explained:
            throw APIFailure(.internalServerError, .internalError, "the demand got the answer to another one")
        }
    }

    /// nil: it is not paused.
    private func noteOfPause(_ name: PipelineName) async throws -> String? {
        let pause = try await services.inbox.inspect { orchestrator, _ in orchestrator.state(of: name)?.pause }
        return pause.map {
            "\(name) is paused by \($0.by.name): its triggers start nothing until \"mlopsctl resume \(name)\"."
        }
    }

    private func runReply(_ reply: Reply, of name: PipelineName) async throws -> Response {
        switch reply {
        case .refused(let refusal): throw APIFailure(refusal)
        case .started(let run, let decision):
            let value = RunReply(
                result: .started, run: run.description, decision: decision.description,
                note: try await noteOfPause(name))
            return try Response(json: value, status: .accepted)
        case .pending(let request, let decision, let explanation):
            let value = RunReply(
                result: .pending, request: request.description, decision: decision.description,
                explanation: ExplanationNode(explanation), note: try await noteOfPause(name))
            return try Response(json: value, status: .accepted)
        case .explained(let explanation):
            return try Response(json: RunReply(result: .explained, explanation: ExplanationNode(explanation)))
        case .done, .deploying:
            throw APIFailure(.internalServerError, .internalError, "the demand got the answer to another one")
        }
    }
}

extension Run {
    /// The step to go on with; nil: the first, so that nothing is taken over.
    fileprivate var firstUnfinished: StepName? {
        let step = steps.first { $0.state != .succeeded && $0.state != .reused }
        return step?.name == steps.first?.name ? nil : step?.name
    }
}
