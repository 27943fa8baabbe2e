package import MLOpsSchedule

/// Says what windows mean to a trigger (SEMANTICS 3).
package struct PerformanceJudge: Sendable {
    /// So many judged windows in a row end a breach.
    private static let clearingWindows = 2

    private let condition: PerformanceCondition
    private let version: ModelVersionID
    /// What the metric is held against; nil: nothing to compare with.
    package let threshold: Double?

    /// - Parameter promoted: The metrics of the version when it was promoted.
    package init(_ condition: PerformanceCondition, version: ModelVersionID, promoted: [Candidate.Metric]) {
        self.condition = condition
        self.version = version
        let baseline = promoted.first { $0.name == condition.metric }?.value
        threshold =
            switch condition.bound {
            case .below(let bound), .above(let bound): bound
            case .tolerance(let tolerance):
                baseline.map { condition.better == .higher ? $0 - tolerance : $0 + tolerance }
            case .usual: nil
            }
    }

    /// Whether even the better end of the interval is on the wrong side; without an interval the value decides.
    package func isBreach(value: Double, low: Double?, high: Double?) -> Bool {
        guard let threshold else { return false }
        return condition.better == .higher ? (high ?? value) < threshold : (low ?? value) > threshold
    }

    /// - Parameters:
    ///   - windows: Of the version, from the earliest on.
    ///   - lastPrediction: When the last prediction of any version was made.
    package func status(
        of windows: [PerformanceWindow], lastPrediction: Instant?, at now: Instant
    ) -> PerformanceStatus {
        let judged = windows.filter { $0.status == .judged }
        let breaches = judged.suffix(condition.windows).count { $0.isBreach }
        var status = PerformanceStatus(
            version: version, state: .met, threshold: threshold, windows: Int64(judged.count), breaches: breaches,
            judged: judged.last, newest: windows.last)
        if let silence = condition.noDataFor, let lastPrediction { status.isSilent = now - lastPrediction >= silence }
        if threshold == nil {
            status.state = .unknown
            status.reason = "\(version) was promoted without a value of \(condition.metric)"
        } else if judged.isEmpty {
            status.state = .unknown
            status.reason = Self.reason(windows.last, condition)
        } else if isBreached(after: judged) {
            status.state = .breached
        }
        return status
    }

    /// What the sequential test says.
    ///
    /// - Parameters:
    ///   - judged: The last window that it has taken in.
    ///   - newest: The last that there is.
    ///   - lastPrediction: When the last prediction of any version was made.
    package func status(
        of harm: HarmStatus, judged: PerformanceWindow?, newest: PerformanceWindow?, lastPrediction: Instant?,
        at now: Instant
    ) -> PerformanceStatus {
        var status = PerformanceStatus(
            version: version, state: .unknown, threshold: threshold, windows: harm.windows, judged: judged,
            newest: newest, harm: harm)
        switch harm.phase {
        case .learning: status.state = .unknown
        case .watching: status.state = .met
        case .harmed: status.state = .breached
        }
        status.judged?.isBreach = harm.phase == .harmed
        if let silence = condition.noDataFor, let lastPrediction { status.isSilent = now - lastPrediction >= silence }
        return status
    }

    /// What is estimated of windows that still wait for their labels.
    ///
    /// - Parameters:
    ///   - windows: With estimates as their values, from the earliest on.
    ///   - harm: What is usual, where that is what the metric is held against.
    package func estimate(of windows: [PerformanceWindow], _ harm: HarmStatus?) -> EstimateStatus? {
        let known = windows.filter { $0.value != nil && $0.low != nil && $0.high != nil }
        guard let last = known.last, let value = last.value, let low = last.low, let high = last.high else {
            return nil
        }
        let isHigher = condition.better == .higher
        let usual = harm?.usual.map { isHigher ? $0 - (harm?.tolerance ?? 0) : $0 + (harm?.tolerance ?? 0) }
        var status = EstimateStatus(
            start: last.start, end: last.end, value: value, low: low, high: high, threshold: threshold ?? usual)
        guard let threshold = status.threshold else { return status }
        status.breaches =
            known.reversed().prefix(while: { window in
                isHigher ? (window.high ?? .infinity) < threshold : (window.low ?? -.infinity) > threshold
            }).count
        return status
    }

    /// Goes through all of them, so that the state follows from the windows alone, also when late labels revise one.
    private func isBreached(after judged: [PerformanceWindow]) -> Bool {
        var isBreached = false
        for end in judged.indices.map({ $0 + 1 }) {
            let breaches = judged[..<end].suffix(condition.windows).count { $0.isBreach }
            if breaches >= condition.breaches {
                isBreached = true
            } else if !judged[..<end].suffix(Self.clearingWindows).contains(where: \.isBreach) {
                isBreached = false
            }
        }
        return isBreached
    }

    private static func reason(_ newest: PerformanceWindow?, _ condition: PerformanceCondition) -> String {
        guard let newest else {
            return condition.source == .pushed
                ? "no value of \(condition.metric) of the model in production was pushed"
                : "there are no predictions of the model in production"
        }
        switch newest.status {
        case .judged: return "nothing is known"
        case .immature: return "no window is mature"
        case .insufficient:
            return "no window has enough labels: the last has \(newest.labelled), needed are \(condition.minSamples)"
        case .undefined: return "\(condition.metric) has no value in any window"
        }
    }
}
