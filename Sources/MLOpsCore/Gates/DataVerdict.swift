/// What a question about the training data decides.
struct DataVerdict {
    let gate: DataGate
    let text: String
    let measurement: GateMeasurement?

    var result: GateResult {
        switch measurement {
        case .data(let found): verdict(of: found)
        case .unavailable(let reason): stop(.inconclusive, reason)
        case .metric, .segments, .program, nil: stop(.inconclusive, "it was not looked at")
        }
    }

    private func verdict(of found: DataMeasurement) -> GateResult {
        if let absence = found.absence { return result(.ungated, absence) }
        if !found.problems.isEmpty { return stop(.fail, Self.list(found.problems)) }
        if !found.doubts.isEmpty { return stop(.inconclusive, Self.list(found.doubts)) }
        return result(.pass, found.scope)
    }

    /// What is only reported stops nothing.
    private func stop(_ verdict: GateResult.Verdict, _ text: String) -> GateResult {
        gate.effect == .enforce ? result(verdict, text) : result(.ungated, "reported only: " + text)
    }

    private func result(_ verdict: GateResult.Verdict, _ text: String) -> GateResult {
        GateResult(
            gate: self.text, verdict: verdict, observed: nil, bound: nil,
            explanation: String(line: "\(self.text): \(text)"))
    }

    private static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(3).joined(separator: "; ")
        return texts.count > 3 ? shown + "; and \(texts.count - 3) more" : shown
    }
}
