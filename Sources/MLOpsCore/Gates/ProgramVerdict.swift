/// What a program that tried the candidate decides: only exit status 0 is a pass, and one that could not be tried is no
/// proof against the candidate.
struct ProgramVerdict {
    /// What the gate is called.
    let text: String
    let measurement: GateMeasurement?

    var result: GateResult {
        switch measurement {
        case .program(.exited(code: 0, _)): result(.pass, "it exited with status 0")
        case .program(.exited(code: 75, let line)): result(.inconclusive, "it asks for another attempt" + said(line))
        case .program(.exited(let code, let line)): result(.fail, "it exited with status \(code)" + said(line))
        case .program(.signaled(let signal, let line)): result(.fail, "it was killed by signal \(signal)" + said(line))
        case .program(.timedOut): result(.fail, "it did not end in time")
        case .program(.notStarted(let reason)): result(.inconclusive, "it could not be started: " + reason)
        case .unavailable(let reason): result(.inconclusive, reason)
        case .metric, .segments, .data, nil: result(.inconclusive, "it was not run")
        }
    }

    private func said(_ line: String) -> String { line.isEmpty ? "" : ": " + line }

    private func result(_ verdict: GateResult.Verdict, _ text: String) -> GateResult {
        GateResult(
            gate: self.text, verdict: verdict, observed: nil, bound: nil,
            explanation: String(line: "\(self.text): \(text)"))
    }
}
