/// What one metric of all rows decides.
struct MetricVerdict {
    let gate: MetricGate
    let text: String
    let observed: Double
    let measured: MetricMeasurement?

    /// The verdict of a bound that needs no other model: the value decides, its interval is shown.
    var ofBound: GateResult {
        switch gate.bound {
        case .atLeast(let bound): compared(with: bound, isGood: observed >= bound, because: interval)
        case .atMost(let bound): compared(with: bound, isGood: observed <= bound, because: interval)
        case .notWorseThanChampion(let margin): compared(with: margin, isGood: false, because: "")
        }
    }

    private var interval: String {
        guard let rows = measured?.rows, rows.method == nil, let lower = rows.lower, let upper = rows.upper else {
            return ""
        }
        return String(line: " (\(short: lower) to \(short: upper) on \(rows.rows) rows)")
    }

    /// The verdict against the champion: by what the rows prove where they are of both models, else by the values.
    func against(_ champion: ModelVersionID, _ reference: Double) -> GateResult {
        guard case .notWorseThanChampion(let margin) = gate.bound else { return ofBound }
        guard let rows = measured?.rows, let loss = PossibleLoss(rows, better: gate.better) else {
            return byValues(champion, reference, margin)
        }
        guard rows.rows >= GateEvidence.minimumRows else {
            return ofFewRows(champion, reference, margin, rows)
        }
        let verdict: GateResult.Verdict =
            loss.atMost <= margin ? .pass : loss.atLeast > margin ? .fail : .inconclusive
        let what =
            switch verdict {
            case .pass: " is proven not to be worse than "
            case .fail: " is proven to be worse than "
            case .inconclusive, .ungated: " may be worse than "
            }
        let compared = String(
            line: "\(gate.metric) \(short: observed)\(what)\(short: reference) of champion \(champion)")
        let explanation = String(
            line: """
                \(compared) by more than \(short: margin): \(loss.text) on \(rows.rows) rows (\(rows.method ?? ""))
                """)
        return GateResult(
            gate: text, verdict: verdict, observed: observed, bound: bound(reference, margin),
            explanation: explanation, evidence: rows)
    }

    private func ofFewRows(
        _ champion: ModelVersionID, _ reference: Double, _ margin: Double, _ rows: GateEvidence
    ) -> GateResult {
        GateResult(
            gate: text, verdict: .inconclusive, observed: observed, bound: bound(reference, margin),
            explanation: String(
                line: """
                    \(gate.metric) \(short: observed) stands against \(short: reference) of champion \(champion) on \
                    \(rows.rows) rows, and fewer than \(GateEvidence.minimumRows) prove nothing
                    """),
            evidence: rows)
    }

    private func byValues(_ champion: ModelVersionID, _ reference: Double, _ margin: Double) -> GateResult {
        let bound = bound(reference, margin)
        let isGood = gate.better == .higher ? observed >= bound : observed <= bound
        let origin = measured?.champion == nil ? "" : " on the same data"
        let note = measured?.note.map { "; the rows do not serve: " + $0 } ?? ""
        let against = String(
            line: " (champion \(champion) has \(short: reference)\(origin); by the values alone\(note))")
        return compared(with: bound, isGood: isGood, because: against)
    }

    private func bound(_ reference: Double, _ margin: Double) -> Double {
        gate.better == .higher ? reference - margin : reference + margin
    }

    private func compared(with bound: Double, isGood: Bool, because: String) -> GateResult {
        let reached = isGood ? "reaches" : "misses"
        let explanation =
            isToldApart(from: bound)
            ? String(line: "\(gate.metric) \(short: observed) \(reached) \(short: bound)\(because)")
            : String(line: "\(gate.metric) \(observed.plainText) \(reached) \(bound.plainText)\(because)")
        let rows = measured?.rows
        return GateResult(
            gate: text, verdict: isGood ? .pass : .fail, observed: observed, bound: bound, explanation: explanation,
            evidence: rows?.method == nil ? rows : nil)
    }

    /// Whether six decimals tell the observed value from the bound.
    private func isToldApart(from bound: Double) -> Bool {
        // Further apart than any rounding: mostly there is no need to write both and look.
        abs(observed - bound) > 1e-5 || observed.shortText != bound.shortText
    }
}

/// How much the candidate may have lost against the champion, in the metric's units; negative where it gained.
struct PossibleLoss {
    let observed: Double
    let atLeast: Double
    let atMost: Double

    /// nil: the rows are not of both models.
    init?(_ rows: GateEvidence, better: MetricGate.Direction) {
        guard let difference = rows.difference, let lower = rows.lower, let upper = rows.upper else { return nil }
        observed = better == .higher ? -difference : difference
        atLeast = better == .higher ? -upper : lower
        atMost = better == .higher ? -lower : upper
    }

    var text: String {
        String(line: "a loss of \(short: atLeast) to \(short: atMost)")
    }
}
