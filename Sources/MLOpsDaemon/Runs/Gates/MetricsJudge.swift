import MLOpsCore
import MLOpsStatistics

/// Compares what a candidate's run measured with what is known of the champion: row by row where there are rows of both.
struct MetricsJudge {
    private let own: Evaluation?
    private let champion: Evaluation?
    private let rows: Result<RowResults, Evaluation.Missing>?
    private let joint: Result<RowResults, Evaluation.Missing>?
    private let outdated: String?

    /// - Parameters:
    ///   - champion: of the version that the candidate is compared with.
    ///   - outdated: Why what the steps say of a champion is of none that counts; nil: it is of this one.
    init(own: Evaluation?, champion: Evaluation?, outdated: String? = nil) {
        self.own = own
        self.champion = champion
        self.outdated = outdated
        guard let own, own.document.rowsFile != nil else {
            (rows, joint) = (nil, nil)
            return
        }
        do throws(Evaluation.Missing) {
            let read = try own.rows()
            let found = outdated == nil ? read : read.withoutChampion
            rows = .success(found)
            joint = found.hasChampion ? .success(found) : Self.join(found, champion)
        } catch {
            (rows, joint) = (.failure(error), .failure(error))
        }
    }

    /// Finds the candidate's rows again in what the champion's own run left.
    private static func join(
        _ own: RowResults, _ champion: Evaluation?
    ) -> Result<RowResults, Evaluation.Missing>? {
        guard let champion, champion.document.rowsFile != nil else { return nil }
        do throws(Evaluation.Missing) {
            guard let joint = own.paired(with: try champion.rows(), by: "row") else {
                return .failure(.init(reason: "they and the champion's have no column \"row\" in common"))
            }
            guard joint.count >= GateEvidence.minimumRows else {
                return .failure(.init(reason: "\(joint.count) of them are among the champion's too"))
            }
            return .success(joint)
        } catch {
            return .failure(.init(reason: "of the champion's, " + error.reason))
        }
    }

    func measure(_ gate: MetricGate) -> GateMeasurement {
        guard let own else {
            return gate.segments == nil
                ? .metric(MetricMeasurement()) : .unavailable(reason: "the steps wrote no MLOPS_METRICS")
        }
        if let column = gate.segments { return segments(of: gate, by: column, own) }
        let beside = outdated == nil ? own.document.champion : []
        var measurement = MetricMeasurement(
            champion: value(of: gate.metric, in: beside), other: own.document.others[gate.metric])
        do throws(Evaluation.Missing) {
            measurement.rows = try evidence(for: gate, own)
            if gate.isComparison, rows != nil, measurement.rows?.method == nil {
                measurement.note = outdated ?? "they hold nothing of the champion"
            }
            if gate.isComparison, let difference = measurement.rows?.difference {
                measurement.champion = value(of: gate.metric, in: own.document.metrics).map { $0 - difference }
            }
        } catch {
            let isOutdated = gate.isComparison && outdated != nil
            measurement.note = (isOutdated ? outdated.map { $0 + ", and " } ?? "" : "") + error.reason
        }
        return .metric(measurement)
    }

    /// nil: there are no rows.
    private func evidence(for gate: MetricGate, _ own: Evaluation) throws(Evaluation.Missing) -> GateEvidence? {
        guard let rows else { return nil }
        let all = try Self.compare(gate.metric, in: rows.get())
        try check(all.candidate, gate.metric, own)
        guard gate.isComparison, let joint else { return GateEvidence(all, isComparison: false) }
        return GateEvidence(try Self.compare(gate.metric, in: joint.get()), isComparison: true)
    }

    private static func compare(
        _ metric: String, in rows: RowResults, error: Double = PairedComparison.error
    ) throws(Evaluation.Missing) -> PairedComparison {
        do throws(PairedComparison.Obstacle) {
            return try PairedComparison(of: metric, in: rows, error: error)
        } catch {
            throw Evaluation.Missing(reason: error.reason)
        }
    }

    /// Rows that lead to another value than the step wrote are of something else.
    private func check(_ value: Double, _ metric: String, _ own: Evaluation) throws(Evaluation.Missing) {
        guard let written = self.value(of: metric, in: own.document.metrics) else { return }
        guard abs(value - written) <= max(5e-4, 1e-3 * abs(written)) else {
            throw Evaluation.Missing(reason: "they lead to \(metric) \(value), and the metrics say \(written)")
        }
    }

    private func value(of name: String, in metrics: [Candidate.Metric]) -> Double? {
        metrics.first { $0.name == name && $0.value.isFinite }?.value
    }
}

extension MetricsJudge {
    private func segments(of gate: MetricGate, by column: String, _ own: Evaluation) -> GateMeasurement {
        // Rows of both models, else what the runs wrote, else rows of the candidate alone.
        let source = gate.isComparison ? joint : rows
        if case .success(let rows) = source, let parts = rows.segments(by: column), !parts.isEmpty {
            return .segments(parts.map { measure($0.value, rows.rows($0.rows), gate, count: parts.count) })
        }
        guard let written = own.document.segments[column], !written.isEmpty else {
            return .unavailable(reason: missing(column))
        }
        let others = champion?.document.segments[column] ?? []
        return .segments(
            written.map { segment in
                SegmentMeasurement(
                    segment: segment.value, candidate: value(of: gate.metric, in: segment.metrics),
                    champion: others.first { $0.value == segment.value }.flatMap {
                        value(of: gate.metric, in: $0.metrics)
                    },
                    count: value(of: "n", in: segment.metrics).flatMap { Int64(exactly: $0.rounded(.down)) })
            })
    }

    private func missing(_ column: String) -> String {
        var text = "MLOPS_METRICS has no \"segments\" for \"\(column)\""
        switch rows {
        case nil: text += " and names no file in \"per_row\""
        case .failure(let missing): text += ", and of the rows, " + missing.reason
        case .success: text += ", and the rows of both models have no such column"
        }
        return text
    }

    /// The chance of an error is shared among all segments.
    private func measure(_ segment: String, _ rows: RowResults, _ gate: MetricGate, count: Int) -> SegmentMeasurement {
        let error = PairedComparison.error / Double(count)
        let comparison: PairedComparison?
        do throws(Evaluation.Missing) {
            comparison = try Self.compare(gate.metric, in: rows, error: error)
        } catch {
            comparison = nil
        }
        return SegmentMeasurement(
            segment: segment.isEmpty ? "(none)" : segment, candidate: comparison?.candidate,
            champion: comparison?.difference?.champion, count: Int64(rows.count),
            rows: comparison.map { GateEvidence($0, isComparison: gate.isComparison) })
    }
}

extension GateEvidence {
    init(_ comparison: PairedComparison, isComparison: Bool) {
        guard isComparison, let difference = comparison.difference else {
            self.init(
                rows: Int64(comparison.rows), lower: comparison.interval?.lowerBound,
                upper: comparison.interval?.upperBound)
            return
        }
        self.init(
            method: difference.method.word, rows: Int64(comparison.rows), lower: difference.bounds.lowerBound,
            upper: difference.bounds.upperBound, difference: difference.value, p: difference.p)
    }
}

extension PairedComparison.Method {
    fileprivate var word: String {
        switch self {
        case .pairedProportions: "paired proportions"
        case .pairedBootstrap: "paired bootstrap"
        case .deLong: "DeLong"
        }
    }
}
