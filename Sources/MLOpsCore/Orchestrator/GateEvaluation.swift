/// Judges a candidate by its metrics.
///
/// Every gate gets a verdict; a run without gates is `ungated`.
struct GateEvaluation {
    let metrics: [Candidate.Metric]
    let champion: PipelineState.Champion?
    let taints: [String]

    func results(of gates: [GateDefinition]) -> [GateResult] {
        let tainted = taints.map {
            GateResult(gate: "trusted inputs", verdict: .fail, observed: nil, bound: nil, explanation: $0)
        }
        guard !gates.isEmpty else {
            let ungated = GateResult(
                gate: "model", verdict: .ungated, observed: nil, bound: nil,
                explanation: "the pipeline declares no gates.model")
            return tainted + [ungated]
        }
        return tainted + gates.map(result)
    }

    private func result(of gate: GateDefinition) -> GateResult {
        guard let observed = value(of: gate.metric, in: metrics) else {
            return GateResult(
                gate: gate.text, verdict: .fail, observed: nil, bound: nil,
                explanation: "the steps wrote no metric \"\(gate.metric)\" to MLOPS_METRICS")
        }
        switch gate.bound {
        case .atLeast(let bound): return compare(gate, observed, bound, isGood: observed >= bound)
        case .atMost(let bound): return compare(gate, observed, bound, isGood: observed <= bound)
        case .notWorseThanChampion(let margin): return compareWithChampion(gate, observed, margin)
        }
    }

    private func compareWithChampion(_ gate: GateDefinition, _ observed: Double, _ margin: Double) -> GateResult {
        guard let champion else {
            return GateResult(
                gate: gate.text, verdict: .pass, observed: observed, bound: nil,
                explanation: "there is no champion to compare with; the absolute gates decide")
        }
        guard let reference = value(of: gate.metric, in: champion.metrics) else {
            return GateResult(
                gate: gate.text, verdict: .inconclusive, observed: observed, bound: nil,
                explanation: "champion \(champion.version) has no metric \"\(gate.metric)\"; the absolute gates decide")
        }
        let bound = gate.better == .higher ? reference - margin : reference + margin
        let isGood = gate.better == .higher ? observed >= bound : observed <= bound
        let against = String(
            joining: " (champion ", champion.version.description, " has ", reference.shortText, ")")
        return compare(gate, observed, bound, isGood: isGood, against: against)
    }

    private func compare(
        _ gate: GateDefinition, _ observed: Double, _ bound: Double, isGood: Bool, against: String = ""
    ) -> GateResult {
        let relation = isGood ? " reaches " : " misses "
        var (left, right) = (observed.shortText, bound.shortText)
        if left == right { (left, right) = (observed.description, bound.description) }
        let text = String(joining: gate.metric, " ", left, relation, right, against)
        return GateResult(
            gate: gate.text, verdict: isGood ? .pass : .fail, observed: observed, bound: bound, explanation: text)
    }

    private func value(of name: String, in metrics: [Candidate.Metric]) -> Double? {
        metrics.first { $0.name == name && $0.value.isFinite }?.value
    }
}

extension Double {
    /// To six decimals, where that says enough: 0.7315 - 0.005 is 0.7265 to people.
    fileprivate var shortText: String {
        let isOrdinary = abs(self) >= 0.001 && abs(self) < 1e9
        return (isOrdinary ? (self * 1e6).rounded() / 1e6 : self).description
    }
}

extension GateDefinition {
    var text: String {
        switch bound {
        case .atLeast(let bound): String(joining: metric, " at least ", bound.description)
        case .atMost(let bound): String(joining: metric, " at most ", bound.description)
        case .notWorseThanChampion(let margin):
            String(joining: metric, " not worse than champion by more than ", margin.description)
        }
    }
}

extension [GateResult] {
    /// Why the candidate must not go live; nil: it may.
    var refusal: String? {
        let failed = filter { $0.verdict == .fail }
        return failed.isEmpty ? nil : failed.map(\.explanation).joined(separator: "; ")
    }
}
