/// Judges a metric of each segment.
///
/// A segment fails when it is proven to be too bad, and is inconclusive when it only looks so. To prove the opposite for
/// every small segment would take more rows than there are.
struct SegmentEvaluation {
    let gate: MetricGate
    let text: String
    let champion: ModelVersionID?

    /// Kept in the record, the worst ones.
    private static let maximumKept = 50

    func result(of measurement: GateMeasurement?) -> GateResult {
        switch measurement {
        case .segments(let segments): result(of: segments)
        case .unavailable(let reason): result(.inconclusive, "the segments of \(name) were not measured: \(reason)", [])
        case .metric, .program, .data, nil: result(.inconclusive, "the segments of \(name) were not measured", [])
        }
    }

    private var name: String { gate.segments ?? "" }

    private func result(of segments: [SegmentMeasurement]) -> GateResult {
        let verdicts = segments.map(verdict).sorted { $0.rank < $1.rank }
        let (failed, open, passed) = (verdicts.of(.fail), verdicts.of(.inconclusive), verdicts.of(.pass))
        let leftOut = verdicts.count - failed.count - open.count - passed.count
        let rest =
            leftOut == 0 ? "" : "; \(leftOut) with fewer than \(GateEvidence.minimumRows) rows or none of the champion"
        if !failed.isEmpty {
            return result(
                .fail, "\(failed.count) of \(verdicts.count) segments miss: \(failed.examples)\(rest)", verdicts)
        }
        if !open.isEmpty {
            return result(
                .inconclusive, "\(open.count) of \(verdicts.count) segments look too bad: \(open.examples)\(rest)",
                verdicts)
        }
        guard !passed.isEmpty else {
            return result(.inconclusive, "no segment of \(name) has enough rows to be judged", verdicts)
        }
        return result(.pass, "\(passed.count) of \(verdicts.count) segments are good enough\(rest)", verdicts)
    }

    private func verdict(_ segment: SegmentMeasurement) -> SegmentVerdict {
        let rows = segment.rows?.rows ?? segment.count
        func verdict(_ verdict: GateResult.Verdict, _ bound: Double?) -> SegmentVerdict {
            SegmentVerdict(
                segment: segment.segment, verdict: verdict, rows: rows, observed: segment.candidate, bound: bound)
        }
        guard let observed = segment.candidate, rows ?? GateEvidence.minimumRows >= GateEvidence.minimumRows else {
            return verdict(.ungated, nil)
        }
        switch gate.bound {
        case .atLeast(let bound): return verdict(observed >= bound ? .pass : .fail, bound)
        case .atMost(let bound): return verdict(observed <= bound ? .pass : .fail, bound)
        case .notWorseThanChampion(let margin):
            guard let champion = segment.champion else { return verdict(.ungated, nil) }
            let bound = gate.better == .higher ? champion - margin : champion + margin
            let isGood = gate.better == .higher ? observed >= bound : observed <= bound
            if isGood { return verdict(.pass, bound) }
            guard let evidence = segment.rows, let loss = PossibleLoss(evidence, better: gate.better) else {
                return verdict(.fail, bound)
            }
            return verdict(loss.atLeast > margin ? .fail : .inconclusive, bound)
        }
    }

    private func result(_ verdict: GateResult.Verdict, _ why: String, _ segments: [SegmentVerdict]) -> GateResult {
        GateResult(
            gate: text, verdict: verdict, observed: nil, bound: nil,
            explanation: String(line: "\(gate.metric) by \(name): \(why)"),
            segments: Array(segments.prefix(Self.maximumKept)))
    }
}

extension SegmentVerdict {
    /// The worst first; among equals those that miss their bound by more.
    fileprivate var rank: (Int, Double) {
        let order =
            switch verdict {
            case .fail: 0
            case .inconclusive: 1
            case .pass: 2
            case .ungated: 3
            }
        guard let observed, let bound else { return (order, 0) }
        return (order, -abs(observed - bound))
    }
}

extension [SegmentVerdict] {
    fileprivate func of(_ verdict: GateResult.Verdict) -> [SegmentVerdict] { filter { $0.verdict == verdict } }

    /// The first three in words.
    fileprivate var examples: String {
        let texts = prefix(3).map { segment in
            let bound = segment.bound.map { " for " + $0.shortText } ?? ""
            return "\(segment.segment) (\(segment.observed?.shortText ?? "none")\(bound))"
        }
        return texts.joined(separator: ", ") + (count > 3 ? ", …" : "")
    }
}
