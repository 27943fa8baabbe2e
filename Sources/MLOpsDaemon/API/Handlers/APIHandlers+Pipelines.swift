import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import OrderedCollections

extension APIHandlers {
    func pipelines() async throws -> [PipelineSummary] {
        let now = services.now()
        let views = try await services.inbox.pipelineViews()
        let overview = try services.store.overview(of: views.map(\.names))
        return views.map { summary(of: $0, overview, now: now) }
    }

    func pipeline(_ name: PipelineName) async throws -> PipelineDetail {
        let now = services.now()
        let view = try await view(of: name)
        let overview = try services.store.overview(of: [view.names])
        let runs = try services.store.wholeRuns(RunFilter(pipeline: name), Page(limit: 10))
        let decisions = try services.store.decisions(DecisionFilter(pipeline: name), Page(limit: 10))
        return PipelineDetail(
            pipeline: summary(of: view, overview, now: now), definition: view.state.definition,
            probation: view.state.probation.map { ProbationValue($0, view.state.traffic, now: now) },
            shadow: view.state.shadow.map { ShadowValue($0, view.definition?.deployment?.shadow, now: now) },
            steps: view.definition?.steps.map(\.name.text) ?? [], triggers: triggerSummaries(view, overview, now: now),
            datasets: try await datasetSummaries([view]),
            requests: view.state.requests.map { RequestSummary($0.value) },
            recentRuns: runs.map { MLOpsControl.RunSummary($0, now: now) },
            recentDecisions: decisions.map(DecisionSummary.init))
    }

    func triggers(_ request: Request) async throws -> [TriggerSummary] {
        let now = services.now()
        let views = try await services.inbox.pipelineViews(pipelineFilter(request))
        let overview = try services.store.overview(of: views.map(\.names))
        return views.flatMap { triggerSummaries($0, overview, now: now) }
            .sorted { ($0.nextAt?.microseconds ?? .max) < ($1.nextAt?.microseconds ?? .max) }
    }

    func whyNot(_ name: PipelineName, _ request: Request) async throws -> WhyNotResponse {
        let trigger = request.query("trigger").map { TriggerName($0) }
        let (result, runs, state) = try await services.inbox.inspect { orchestrator, now in
            (
                orchestrator.explainInaction(of: name, trigger: trigger, at: now),
                orchestrator.activeRuns.filter { $0.pipeline == name },
                orchestrator.state(of: name) ?? PipelineState(name: name)
            )
        }
        switch result {
        case .failure(let refusal): throw APIFailure(refusal)
        case .success(let explanations):
            return WhyNotResponse(state, trigger, explanations, runs, aside: try await filesAside(of: name))
        }
    }

    /// What is said of files that were set aside, by the paths of the operands that wait for such.
    private func filesAside(of name: PipelineName) async throws -> [String: String] {
        let operands = try await view(of: name).definition?.triggers.flatMap(\.operands) ?? []
        var texts: [String: String] = [:]
        for operand in operands {
            guard case .newData(let condition) = operand.condition else { continue }
            let counts = try services.store.fileCounts(pipeline: name, dataset: condition.dataset)
            let count = (counts[.quarantined] ?? 0) + (counts[.unreadable] ?? 0)
            let first = try services.store.fileProblems(pipeline: name, dataset: condition.dataset, limit: 1).first
            guard count > 0, let first else { continue }
            let path = UntrustedText.escape(String(decoding: first.path, as: UTF8.self))
            texts[operand.path] =
                "\(count.counted("file")) \(count == 1 ? "is" : "are") set aside: \"\(path)\": \(first.reason ?? "")"
                + (count > 1 ? "; mlopsctl status \(name) names the others" : "")
        }
        return texts
    }

    func datasets(_ request: Request) async throws -> [DatasetSummary] {
        try await datasetSummaries(try await services.inbox.pipelineViews(pipelineFilter(request)))
    }

    func summary(of view: PipelineView, _ overview: Overview, now: Moment) -> PipelineSummary {
        var summary = PipelineSummary(
            view,
            lastRun: overview.newestRuns[view.state.name].map { MLOpsControl.RunSummary($0, now: now) },
            file: services.paths.configuration + "/pipelines.d/\(view.state.name).yaml")
        summary.service = services.serviceStatus(view.state.name).map { ServiceValue($0) }
        return summary
    }

    func triggerSummaries(_ view: PipelineView, _ overview: Overview, now: Moment) -> [TriggerSummary] {
        view.triggers.map { trigger in
            let wish = overview.wishes[view.state.name]?[trigger.definition.name]
            return TriggerSummary(trigger, of: view, lastAt: wish?.at, lastRun: wish?.run, now: now)
        }
    }

    func view(of name: PipelineName) async throws -> PipelineView {
        guard let view = try await services.inbox.pipelineViews(name).first else { throw APIFailure.unknown(name) }
        return view
    }

    /// The pipeline that a list is asked for; nil: all.
    ///
    /// A name that no pipeline ever had is a mistake.
    func pipelineFilter(_ request: Request) async throws -> PipelineName? {
        guard let name = request.query("pipeline").map({ PipelineName($0) }) else { return nil }
        let isKnown = try await services.inbox.inspect { orchestrator, _ in orchestrator.state(of: name) != nil }
        guard isKnown else { throw APIFailure.unknown(name) }
        return name
    }

    func datasetSummaries(_ views: [PipelineView]) async throws -> [DatasetSummary] {
        let live = await services.datasetStatus()
        return try views.flatMap { view in
            try (view.definition?.datasets ?? []).map { dataset in
                let status = live.first { $0.pipeline == view.state.name && $0.dataset == dataset.name }
                return try summary(of: dataset, in: view, status)
            }
        }
    }

    /// Only of what a schema refused is it known which side may be wrong.
    private static func nextStep(for file: FileRecord, of dataset: DatasetDefinition) -> String? {
        guard file.state == .quarantined, let schema = dataset.schema, FileValidation.isRefusal(file.reason) else {
            return nil
        }
        let path = dataset.path + "/" + String(decoding: file.path, as: UTF8.self)
        return "if it is right: mlopsctl schema accept \(quoted(schema)) \(quoted(path)) --yes; mlopsctl reload; "
            + "if not: mend it and move it in anew"
    }

    /// As a shell takes it for one word.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || "/._-+=:,@".utf8.contains(byte)
        }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return isPlain ? word : "'" + parts.joined(separator: "'\\''") + "'"
    }

    private func summary(
        of dataset: DatasetDefinition, in view: PipelineView, _ live: DatasetStatus?
    ) throws -> DatasetSummary {
        let counts = try services.store.fileCounts(pipeline: view.state.name, dataset: dataset.name)
        let backlog = try services.store.backlog(pipeline: view.state.name, dataset: dataset.name)
        let unavailable = view.state.datasets[dataset.name]?.unavailable
        return DatasetSummary(
            pipeline: view.state.name.text, dataset: dataset.name.text, path: dataset.path,
            state: unavailable != nil ? .unavailable : live?.degraded != nil ? .degraded : .ok,
            detail: unavailable ?? live?.degraded, watch: live.map { $0.isPolling ? .polling : .inotify },
            readiness: backlog.rung?.rawValue,
            counts: .init(
                settling: Int64(live?.settling ?? 0), ready: counts[.ready] ?? 0, revised: counts[.revised] ?? 0,
                quarantined: counts[.quarantined] ?? 0, unreadable: counts[.unreadable] ?? 0,
                vanished: counts[.vanished] ?? 0),
            backlog: .init(
                files: backlog.files, bytes: backlog.bytes, rows: backlog.rows,
                oldestAt: backlog.oldest.map { Timestamp($0) }),
            lastReadyAt: backlog.newest.map { Timestamp($0) }, lastScanAt: live?.lastScan.map { Timestamp($0) },
            problems: try services.store.fileProblems(pipeline: view.state.name, dataset: dataset.name, limit: 10).map {
                .init(
                    path: String(decoding: $0.path, as: UTF8.self), state: $0.state.rawValue, reason: $0.reason ?? "",
                    nextStep: Self.nextStep(for: $0, of: dataset))
            })
    }
}

extension WhyNotResponse {
    /// - Parameter aside: what is said of files that were set aside, by operand.
    init(
        _ state: PipelineState, _ trigger: TriggerName?, _ explanations: [Explanation], _ runs: [Run],
        aside: [String: String] = [:]
    ) {
        let name = state.name
        let nodes = explanations.map { ExplanationNode($0).adding(aside) }
        let isTrue = explanations.contains { $0.verdict == .true }
        let root = ExplanationNode(
            subject: trigger.map { "\(name)/\($0)" } ?? name.text, verdict: isTrue ? .true : .false,
            text: "what can start a run", nextAt: Self.earliestStart(state, explanations).map { Timestamp($0) },
            children: nodes)
        self.init(
            pipeline: name.text, trigger: trigger?.text, wouldStart: isTrue || !runs.isEmpty,
            answer: Self.answer(name, explanations, runs, aside), nextAt: root.nextAt, explanation: root,
            nextCommand: Self.nextCommand(state, runs))
    }

    /// What waits starts first; in a pause nothing does before its end, whatever comes true.
    private static func earliestStart(_ state: PipelineState, _ explanations: [Explanation]) -> Instant? {
        guard state.requests.isEmpty else { return explanations.prefix(state.requests.count).compactMap(\.next).min() }
        let triggers = explanations.dropFirst(state.pause == nil ? 0 : 1)
        let soonest = triggers.compactMap(\.next).min()
        guard let pause = state.pause else { return soonest }
        guard let end = pause.until else { return nil }
        return triggers.contains { $0.verdict == .true } ? end : soonest.map { max($0, end) }
    }

    private static func nextCommand(_ state: PipelineState, _ runs: [Run]) -> String {
        if let run = runs.first { return "mlopsctl why \(run.id)" }
        if state.disabled != nil { return "mlopsctl check" }
        return state.pause == nil ? "mlopsctl run \(state.name)" : "mlopsctl resume \(state.name)"
    }

    private static func answer(
        _ name: PipelineName, _ explanations: [Explanation], _ runs: [Run], _ aside: [String: String]
    ) -> String {
        if let run = runs.first { return "\(name) runs at this moment: \(run.id)" }
        let open = explanations.filter { $0.verdict != .true && $0.missing != nil }
        // What can come true first is what a reader waits for.
        guard let waiting = open.min(by: { ($0.next?.microseconds ?? .max) < ($1.next?.microseconds ?? .max) }) else {
            return explanations.isEmpty ? "\(name) has no trigger" : "nothing keeps \(name) from starting"
        }
        let asides = waiting.open.compactMap { aside[$0.subject] }.map { "; \($0)" }.joined()
        return "\(waiting.subject): \(waiting.text); missing: \(waiting.missing ?? "")\(asides)"
    }
}

extension Explanation {
    /// It and what it is made of, as far as that is not true.
    fileprivate var open: [Explanation] {
        verdict == .true ? [] : [self] + children.flatMap(\.open)
    }
}

extension APIFailure {
    fileprivate static func unknown(_ name: PipelineName) -> APIFailure {
        .notFound("pipeline \"\(name)\"", hint: "mlopsctl list-pipelines")
    }
}

extension ExplanationNode {
    /// Says more of those that these texts are about, while they are not true.
    fileprivate func adding(_ texts: [String: String]) -> ExplanationNode {
        var node = self
        if verdict != .true, let text = texts[subject] { node.text += "; " + text }
        node.children = children.map { $0.adding(texts) }
        return node
    }
}
