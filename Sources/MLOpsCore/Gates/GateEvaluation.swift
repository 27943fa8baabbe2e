/// Judges a candidate by its metrics and by what was measured for its gates.
///
/// Every gate gets a verdict; a run without gates is `ungated`.
struct GateEvaluation {
    let metrics: [Candidate.Metric]
    let champion: PipelineState.Champion?
    let taints: [String]
    let policy: GatePolicy

    /// - Parameter measurements: one for each gate, in their order; gates beyond the last are judged without.
    func results(of gates: [NamedGate], _ measurements: [GateMeasurement] = []) -> [GateResult] {
        var results = taints.map {
            GateResult(gate: "trusted inputs", verdict: .fail, observed: nil, bound: nil, explanation: $0)
        }
        let hasAbsolute = gates.contains { $0.definition.isAbsolute }
        for (index, gate) in gates.enumerated() {
            results.append(result(of: gate, index < measurements.count ? measurements[index] : nil, hasAbsolute))
        }
        guard gates.allSatisfy({ $0.definition.isOfData }) else { return results }
        results.append(
            GateResult(
                gate: "model", verdict: .ungated, observed: nil, bound: nil,
                explanation: "the pipeline declares no gates.model"))
        return results
    }

    private func result(
        of gate: NamedGate, _ measurement: GateMeasurement?, _ hasAbsolute: Bool
    ) -> GateResult {
        switch gate.definition {
        case .program: ProgramVerdict(text: gate.text, measurement: measurement).result
        case .data(let data): DataVerdict(gate: data, text: gate.text, measurement: measurement).result
        case .metric(let metric):
            if metric.isComparison, champion == nil {
                unjudged(gate, for: .firstModel, hasAbsolute)
            } else if let gap = baselineGap(of: metric, measurement) {
                unjudged(gate, for: gap, hasAbsolute)
            } else if metric.segments != nil {
                SegmentEvaluation(gate: metric, text: gate.text, champion: champion?.version)
                    .result(of: measurement)
            } else {
                result(of: gate, metric, measurement, hasAbsolute)
            }
        }
    }

    private func result(
        of gate: NamedGate, _ metric: MetricGate, _ measurement: GateMeasurement?, _ hasAbsolute: Bool
    ) -> GateResult {
        if let count = value(of: "n", in: metrics), count <= 0 {
            return GateResult(
                gate: gate.text, verdict: .fail, observed: nil, bound: nil,
                explanation: "the candidate was evaluated on no rows (n is \(count.shortText))")
        }
        var measured: MetricMeasurement?
        if case .metric(let found) = measurement { measured = found }
        guard let observed = value(of: metric.metric, in: metrics) else {
            return result(
                gate, .fail,
                measured?.other.map { "metric \"\(metric.metric)\" in MLOPS_METRICS is \($0), not a number" }
                    ?? "the steps wrote no metric \"\(metric.metric)\" to MLOPS_METRICS")
        }
        let verdict = MetricVerdict(gate: metric, text: gate.text, observed: observed, measured: measured)
        guard metric.isComparison, let champion else { return verdict.ofBound }
        guard let reference = measured?.champion ?? value(of: metric.metric, in: champion.metrics) else {
            return unjudged(gate, for: .baseline(champion.version, metric.metric), hasAbsolute)
        }
        return verdict.against(champion.version, reference)
    }

    private enum Gap {
        case firstModel
        case baseline(ModelVersionID, String)
    }

    /// Every segment of the candidate has a value, and none of the champion, which left no such metric.
    ///
    /// nil: it is not so.
    private func baselineGap(of metric: MetricGate, _ measurement: GateMeasurement?) -> Gap? {
        guard metric.isComparison, let champion, case .segments(let segments) = measurement, !segments.isEmpty,
            segments.allSatisfy({ $0.candidate != nil && $0.champion == nil })
        else { return nil }
        return .baseline(champion.version, "\(metric.metric) of each \(metric.segments ?? "")")
    }

    /// The gate compares and there is nothing to compare with: the policy says what then.
    private func unjudged(_ gate: NamedGate, for gap: Gap, _ hasAbsolute: Bool) -> GateResult {
        let (reason, isLetThrough, key): (String, Bool, String)
        switch gap {
        case .firstModel:
            reason = "there is no champion to compare with"
            isLetThrough = policy.firstModel == .allow
            key = "first_model: allow"
        case .baseline(let version, let metric):
            reason = "champion \(version) has no metric \"\(metric)\""
            isLetThrough = false
            key = "an absolute gate"
        }
        if isLetThrough { return result(gate, .ungated, "\(reason); it may go live by first_model: allow") }
        if case .baseline = gap, policy.unevaluableBaseline == .block {
            return result(gate, .inconclusive, "\(reason), and baseline_unevaluable is block")
        }
        return hasAbsolute
            ? result(gate, .ungated, "\(reason); the absolute gates decide")
            : result(gate, .inconclusive, "\(reason) and no gate judges a model by itself; add \(key)")
    }

    private func result(_ gate: NamedGate, _ verdict: GateResult.Verdict, _ text: String) -> GateResult {
        GateResult(gate: gate.text, verdict: verdict, observed: nil, bound: nil, explanation: text)
    }

    private func value(of name: String, in metrics: [Candidate.Metric]) -> Double? {
        metrics.first { $0.name == name && $0.value.isFinite }?.value
    }
}

extension GateDefinition {
    var text: String {
        switch self {
        case .program(let program): "check " + program.arguments.joined(separator: " ")
        case .data(let gate):
            switch gate.question {
            case .schema: "data schema"
            case .drift: "data drift"
            case .skew: "train/serve skew"
            }
        case .metric(let gate): gate.text
        }
    }
}

extension MetricGate {
    var text: String {
        let whole = segments.map { "\(metric) of each \($0)" } ?? metric
        return switch bound {
        case .atLeast(let bound): "\(whole) at least \(bound.plainText)"
        case .atMost(let bound): "\(whole) at most \(bound.plainText)"
        case .notWorseThanChampion(let margin):
            "\(whole) not worse than champion by more than \(margin.plainText)"
        }
    }
}

extension [GateResult] {
    /// Why the candidate does not go live by itself; nil: it does.
    var refusal: String? {
        guard holds(.fail) || holds(.inconclusive) else { return nil }
        let failed = filter { $0.verdict == .fail }
        let open = filter { $0.verdict == .inconclusive }
        if !failed.isEmpty { return failed.distinctExplanations }
        return open.isEmpty ? nil : "inconclusive: " + open.distinctExplanations
    }

    /// Two gates of one metric fail for one reason where it is missing.
    private var distinctExplanations: String {
        var texts: [String] = []
        for text in map(\.explanation) where !texts.contains(text) { texts.append(text) }
        return texts.joined(separator: "; ")
    }

    /// How the version is registered.
    ///
    /// - Parameter isHeld: whether it does not go live by itself even where it is accepted.
    func status(isHeld: Bool) -> ModelVersion.Status {
        if holds(.fail) { return .refused }
        if holds(.inconclusive) { return .inconclusive }
        return isHeld ? .awaiting : .accepted
    }

    /// Looked at by position: an element that is handed to a closure is copied for it.
    private func holds(_ verdict: GateResult.Verdict) -> Bool { indices.contains { self[$0].verdict == verdict } }
}
