/// Judges a candidate by its metrics and by what was measured for its gates.
///
/// Every gate gets a verdict; a run without gates is `ungated`.
struct GateEvaluation {
    let metrics: [Candidate.Metric]
    let champion: PipelineState.Champion?
    let taints: [String]
    let policy: GatePolicy

    /// - Parameter measurements: one for each gate, in their order; gates beyond the last are judged without.
    func results(of gates: [GateDefinition], _ measurements: [GateMeasurement] = []) -> [GateResult] {
        var results = taints.map {
            GateResult(gate: "trusted inputs", verdict: .fail, observed: nil, bound: nil, explanation: $0)
        }
        let hasAbsolute = gates.contains(where: \.isAbsolute)
        for (index, gate) in gates.enumerated() {
            results.append(result(of: gate, index < measurements.count ? measurements[index] : nil, hasAbsolute))
        }
        guard gates.allSatisfy(\.isOfData) else { return results }
        results.append(
            GateResult(
                gate: "model", verdict: .ungated, observed: nil, bound: nil,
                explanation: "the pipeline declares no gates.model"))
        return results
    }

    private func result(
        of gate: GateDefinition, _ measurement: GateMeasurement?, _ hasAbsolute: Bool
    ) -> GateResult {
        switch gate {
        case .program: ProgramVerdict(gate: gate, measurement: measurement).result
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
        of gate: GateDefinition, _ metric: MetricGate, _ measurement: GateMeasurement?, _ hasAbsolute: Bool
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
        return .baseline(champion.version, String(joining: metric.metric, " of each ", metric.segments ?? ""))
    }

    /// The gate compares and there is nothing to compare with: the policy says what then.
    private func unjudged(_ gate: GateDefinition, for gap: Gap, _ hasAbsolute: Bool) -> GateResult {
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

    private func result(_ gate: GateDefinition, _ verdict: GateResult.Verdict, _ text: String) -> GateResult {
        GateResult(gate: gate.text, verdict: verdict, observed: nil, bound: nil, explanation: text)
    }

    private func value(of name: String, in metrics: [Candidate.Metric]) -> Double? {
        metrics.first { $0.name == name && $0.value.isFinite }?.value
    }
}

extension Double {
    /// To six decimals, where that says enough: 0.7315 - 0.005 is 0.7265 to people.
    var shortText: String {
        let isOrdinary = abs(self) >= 0.001 && abs(self) < 1e9
        return (isOrdinary ? (self * 1e6).rounded() / 1e6 : self).plainText
    }

    /// All its digits, and no point where it is whole: what was counted is written as a count.
    var plainText: String {
        guard magnitude < 1e16, let whole = Int64(exactly: self) else { return description }
        return String(whole)
    }
}

extension GateDefinition {
    var text: String {
        switch self {
        case .program(let program): String(joining: "check ", program.arguments.joined(separator: " "))
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
        let whole = segments.map { String(joining: metric, " of each ", $0) } ?? metric
        return switch bound {
        case .atLeast(let bound): String(joining: whole, " at least ", bound.plainText)
        case .atMost(let bound): String(joining: whole, " at most ", bound.plainText)
        case .notWorseThanChampion(let margin):
            String(joining: whole, " not worse than champion by more than ", margin.plainText)
        }
    }
}

extension [GateResult] {
    /// Why the candidate does not go live by itself; nil: it does.
    var refusal: String? {
        guard contains(where: { $0.verdict == .fail || $0.verdict == .inconclusive }) else { return nil }
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
    var status: ModelVersion.Status {
        if contains(where: { $0.verdict == .fail }) { return .refused }
        return contains { $0.verdict == .inconclusive } ? .inconclusive : .accepted
    }
}
