import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import NIOCore
import ServiceLifecycle

extension APIHandlers {
    static let longestWait = 60

    func runs(_ request: Request) async throws -> [MLOpsControl.RunSummary] {
        let now = services.now()
        let outcome = try request.query("outcome").map { text in
            guard let outcome = RunFilter.Outcome(rawValue: text) else {
                let known = RunFilter.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
                throw APIFailure.malformed("outcome must be one of \(known)")
            }
            return outcome
        }
        let filter = RunFilter(pipeline: try await pipelineFilter(request), outcome: outcome)
        return try services.store.wholeRuns(filter, try request.page { RunID(parsing: $0) })
            .map { MLOpsControl.RunSummary($0, now: now) }
    }

    func run(_ id: RunID, _ request: Request) async throws -> RunDetail {
        if let seconds = try request.integer("wait", in: 0...Self.longestWait), seconds > 0 {
            try await waitForEnd(of: id, seconds: seconds)
        }
        let run = try recorded(id)
        let deployment = try services.store.deployment(of: id, run.pipeline)
        let live = try services.store.liveDeployment(of: run.pipeline)
        let directory = services.paths.runs + "/\(id)"
        let waiting = try await services.inbox.inspect { orchestrator, _ in
            orchestrator.state(of: run.pipeline)?.waitingForPerson.map(\.version) ?? []
        }
        return RunDetail(
            run, attempts: try services.store.attempts(of: id),
            deployment: deployment.map { DeploymentSummary($0, isCurrent: $0.id == live) },
            environment: try services.store.environment(of: id),
            inputs: run.manifest == nil ? nil : try lineageNodes(ofInputsOf: run),
            needsApproval: run.version.map(waiting.contains) == true,
            directory: FileManager.default.fileExists(atPath: directory) ? directory : nil, now: services.now())
    }

    func recorded(_ id: RunID) throws -> Run {
        guard let run = try services.store.run(id) else {
            throw APIFailure.notFound("run \(id)", hint: "mlopsctl list-runs")
        }
        return run
    }

    /// Returns when the run has ended or the time is over.
    ///
    /// What tells of the end is the feed, so nothing is polled.
    private func waitForEnd(of id: RunID, seconds: Int) async throws {
        let lines = services.feed.lines(after: nil)
        guard try recorded(id).isActive else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await line in lines where line.run == id.description && line.isEndOfRun { return }
            }
            group.addTask {
                // Cancelled with the group; that is its only error.
                try? await gracefulShutdown()
            }
            group.addTask {
                // The sleep ends early when the group is cancelled; that is its only error.
                try? await Task.sleep(for: .seconds(seconds))
            }
            await group.next()
            group.cancelAll()
        }
    }

    func runLogs(_ id: RunID, _ request: Request, _ context: APIContext) async throws -> Response {
        let query = LogQuery(
            run: try recorded(id), step: request.query("step").map { StepName($0) },
            attempt: try request.integer("attempt", in: 1...1000), tail: try request.integer("tail", in: 0...1_000_000),
            after: try cursor(request), follow: request.query("follow") == "1")
        if let step = query.step, !query.run.steps.contains(where: { $0.name == step }) {
            throw APIFailure.notFound("step \"\(step)\" in run \(id)", hint: "mlopsctl show \(id)")
        }
        try refusePrunedLogs(of: query.run)
        let permit = try await permits.take(for: Peer.of(context.channel).get()?.user)
        let lines = services.logs(query).map {
            LogLine(step: $0.step.text, attempt: $0.attempt, text: $0.text, cursor: $0.cursor.text)
        }
        return Response(lines: lines, permit)
    }

    /// No lines at all would say that the steps wrote nothing.
    private func refusePrunedLogs(of run: Run) throws {
        guard !run.isActive, FileStatus(at: "\(services.paths.runs)/\(run.id)") == nil else { return }
        guard try !services.store.attempts(of: run.id).isEmpty else { return }
        throw APIFailure(
            .notFound, .notFound, "the directory of run \(run.id) is gone, and its logs with it",
            hint: "mlopsctl show \(run.id); keep_runs of the pipeline's policy says how many stay")
    }

    private func cursor(_ request: Request) throws -> LogCursor? {
        guard let text = request.query("after") else { return nil }
        guard let cursor = LogCursor(text) else {
            throw APIFailure.malformed("after must be the cursor of a line of this run's logs")
        }
        return cursor
    }

    func requestDetail(_ text: String) throws -> RequestDetail {
        guard let id = RequestID(parsing: text), let recorded = try services.store.request(id) else {
            throw APIFailure.notFound("request \"\(text)\"", hint: "mlopsctl status")
        }
        return RequestDetail(recorded)
    }

    func decision(_ text: String) throws -> DecisionDetail {
        guard let id = DecisionID(parsing: text), let recorded = try services.store.decision(id) else {
            throw APIFailure.notFound("decision \"\(text)\"", hint: "mlopsctl why RUN names a run's decision")
        }
        return DecisionDetail(
            decision: DecisionSummary(recorded), explanation: ExplanationNode(recorded.record.explanation),
            evidence: try evidence(of: recorded.record))
    }

    private func evidence(of record: DecisionRecord) throws -> [MLOpsControl.EvidenceUse] {
        let filter: EvidenceFilter? =
            record.run.map { .run($0) } ?? record.request.map { .request($0) }
            ?? record.trigger.map { .trigger(record.pipeline, $0) }
        guard let filter else { return [] }
        return try services.store.evidence(filter, Page(limit: 50)).flatMap(MLOpsControl.EvidenceUse.all)
    }
}

extension EventLine {
    var isEndOfRun: Bool {
        let ends: [Notice.Kind] = [.runSucceeded, .runRefused, .runFailed, .runCancelled]
        return ends.contains { $0.word == kind }
    }
}
