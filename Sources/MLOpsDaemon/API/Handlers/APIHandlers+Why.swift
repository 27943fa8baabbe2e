import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

extension APIHandlers {
    func whyRun(_ id: RunID) throws -> WhyResponse {
        let run = try recorded(id)
        var chain = try evidenceLinks(of: run)
        if let decision = try services.store.decision(run.decision) {
            chain.append(
                WhyResponse.Link(
                    stage: .decision, mark: .neutral, id: run.decision.description,
                    at: Timestamp(decision.record.decidedAt), text: decision.record.summary,
                    explanation: ExplanationNode(decision.record.explanation)))
        }
        if let manifest = run.manifest {
            chain.append(
                WhyResponse.Link(
                    stage: .data, mark: run.taints.isEmpty ? .neutral : .bad,
                    text:
                        "\(manifest.files.counted("file")) (\(manifest.newFiles) new), \(manifest.bytes.counted("byte")), "
                        + "manifest \(manifest.digest.prefix(12))"))
        }
        chain += try stepLinks(of: run) + resultLinks(of: run)
        return WhyResponse(
            id: id.description, pipeline: run.pipeline.text, answer: run.answer, chain: chain,
            nextCommand: try nextCommand(after: run))
    }

    /// Whoever asks why has been told to do so by the run.
    private func nextCommand(after run: Run) throws -> String? {
        let next = MLOpsControl.RunSummary(run, now: services.now()).nextCommand
        guard next == "mlopsctl why \(run.id)" else { return next }
        guard case .failed = run.phase.outcome else { return "mlopsctl show \(run.id)" }
        // What is registered was trained and judged: only its deployment failed.
        guard let version = run.version, try services.store.version(version) != nil else {
            return "mlopsctl retry \(run.id)"
        }
        return "mlopsctl deploy \(version)"
    }

    func whyDeployment(_ text: String) throws -> WhyResponse {
        let deployment = try recordedDeployment(text)
        var chain = try deployment.run.map { try whyRun($0).chain } ?? []
        chain.append(deployment.link)
        return WhyResponse(
            id: text, pipeline: deployment.pipeline.text, answer: deployment.answer, chain: chain,
            nextCommand: deployment.nextCommand)
    }

    private func evidenceLinks(of run: Run) throws -> [WhyResponse.Link] {
        let shown = 20
        return try services.store.evidence(.run(run.id), Page(limit: shown)).reversed().map { recorded in
            WhyResponse.Link(
                stage: .evidence, mark: .neutral, id: recorded.evidence.id.description,
                at: Timestamp(recorded.evidence.recordedAt), text: recorded.evidence.fact.text)
        }
    }

    private func stepLinks(of run: Run) throws -> [WhyResponse.Link] {
        let attempts = try services.store.attempts(of: run.id)
        return run.steps.map { step in
            let value = StepValue(step, attempts.filter { $0.id.step == step.name })
            let count = value.attempts.count > 1 ? " after \(value.attempts.count) attempts" : ""
            let mark: WhyResponse.Link.Mark =
                switch value.state {
                case .succeeded, .reused: .good
                case .failed: .bad
                default: .neutral
                }
            return WhyResponse.Link(
                stage: .step, mark: mark, id: step.name.text, at: value.attempts.last?.startedAt,
                text: "step \(step.name) \(value.state.rawValue)\(count)" + (value.detail.map { ": \($0)" } ?? ""))
        }
    }

    /// What the version came to after its gates; nil: it is what they said.
    private func standing(of id: ModelVersionID) throws -> String? {
        try services.store.version(id).flatMap { version in
            version.statusReason.map { "; now \(version.status.rawValue): \($0)" }
        }
    }

    private func resultLinks(of run: Run) throws -> [WhyResponse.Link] {
        var links: [WhyResponse.Link] = []
        if let candidate = run.candidate, let digest = candidate.digest {
            let metrics = candidate.metrics.map { "\($0.name) \($0.value.plainText)" }.joined(separator: ", ")
            links.append(
                WhyResponse.Link(
                    stage: .candidate, mark: .neutral,
                    text: "candidate \(digest.prefix(12))" + (metrics.isEmpty ? "" : ": \(metrics)")))
        }
        links += run.gates.map { gate in
            WhyResponse.Link(
                stage: .gate, mark: gate.verdict == .pass ? .good : gate.verdict == .fail ? .bad : .neutral,
                text: "\(gate.gate): \(gate.verdict.rawValue); \(gate.explanation)")
        }
        if let version = run.version {
            links.append(
                WhyResponse.Link(
                    stage: .version, mark: .neutral, id: version.description,
                    text: "registered as \(version)" + (try standing(of: version) ?? "")))
        }
        if let outcome = run.phase.outcome {
            links.append(
                WhyResponse.Link(
                    stage: .outcome, mark: outcome == .succeeded ? .good : .bad, at: run.endedAt.map { Timestamp($0) },
                    text: outcome.word + (outcome.detail.map { ": \($0)" } ?? "")))
        }
        return links
    }
}

extension Run {
    fileprivate var answer: String {
        let start = reason.hasPrefix("asked for") ? "\(id) was \(reason)" : "\(id) was started because of \(reason)"
        guard let outcome = phase.outcome else { return start + "; it is under way" }
        return start + "; it \(outcome.sentence)"
    }
}

extension Outcome {
    fileprivate var sentence: String {
        switch self {
        case .succeeded: "succeeded"
        case .refused(let text): "was refused: \(text)"
        case .failed(let text): "failed: \(text)"
        case .cancelled(let text): "was cancelled \(text)"
        }
    }
}

extension Deployment {
    fileprivate var answer: String {
        let what = action == .deploy ? "deployed" : "taken back into production"
        let said = "by \(by.name)" + (reason.map { ": \($0)" } ?? "")
        return switch state {
        case .intended: "\(version) is being \(what) \(said)"
        case .live: "\(version) was \(what) \(said)"
        case .failed: "\(version) was to be \(what) \(said); it failed"
        }
    }

    /// What failed can be tried again: the version is there.
    fileprivate var nextCommand: String {
        if case .failed = state { return "mlopsctl deploy \(version)" }
        return "mlopsctl lineage \(version)"
    }

    fileprivate var link: WhyResponse.Link {
        let mark: WhyResponse.Link.Mark
        let result: String
        switch state {
        case .intended: (mark, result) = (.neutral, "under way")
        case .live: (mark, result) = (.good, "live")
        case .failed(let reason): (mark, result) = (.bad, "failed: \(reason)")
        }
        return WhyResponse.Link(
            stage: .deployment, mark: mark, id: id.description, at: Timestamp(startedAt),
            text: "\(action.rawValue) of \(version)" + (target.map { " to \($0)" } ?? "") + ": \(result)")
    }
}
