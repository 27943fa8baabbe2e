extension PerformanceStatus {
    /// One sentence.
    package func text(of condition: PerformanceCondition) -> String {
        if let harm { return harm.text(of: condition, version) + coverage }
        guard let window = judged, let threshold else { return (reason ?? "nothing is known") + distance(condition) }
        let side = condition.better == .higher ? "below" : "above"
        let metric = "\(condition.metric) of \(version) is \(window.interval)"
        switch state {
        case .breached:
            let count = "\(breaches) of the last \(min(windows, Int64(condition.windows))) windows"
            return "\(metric), surely \(side) \(threshold.short) in \(count)"
        case .met: return "\(metric), not surely \(side) \(threshold.short)\(distance(condition))"
        case .unknown: return reason ?? metric
        }
    }

    func values(of condition: PerformanceCondition) -> [Explanation.Value] {
        if let harm { return harm.values(of: condition) }
        var values: [Explanation.Value] = []
        if let value = judged?.value { values.append(.init(condition.metric, value.short)) }
        if let low = judged?.low, let high = judged?.high {
            values.append(.init("interval", "\(low.short) to \(high.short)"))
        }
        if let threshold { values.append(.init("threshold", threshold.short)) }
        values.append(.init("windows", "\(windows)"))
        values.append(.init("breaches", "\(breaches) of \(condition.breaches)"))
        if let newest { values.append(.init("coverage", "\(newest.percent) %")) }
        return values
    }

    /// What would have to be otherwise for the trigger to be true, for the end of "it needs".
    package func missing(of condition: PerformanceCondition) -> String {
        if let harm { return harm.missing(of: condition) }
        guard let threshold else { return "a value of \(condition.metric) among the metrics of a champion" }
        let side = condition.better == .higher ? "below" : "above"
        return "\(condition.decidingBound) \(side) \(threshold.short)\(condition.often)"
    }

    /// How far it is from firing.
    private func distance(_ condition: PerformanceCondition) -> String {
        guard let threshold else { return "" }
        let isHigher = condition.better == .higher
        let verb = isHigher ? "fell below" : "rose above"
        var text = "; would fire if \(condition.decidingBound) \(verb) \(threshold.short)\(condition.often)"
        if let window = judged, let now = (isHigher ? window.high : window.low) ?? window.value {
            text += "; it is \(now.short)"
        }
        return text + coverage
    }

    private var coverage: String {
        newest.map { "; \($0.percent) % of the labels of the last window are in" } ?? ""
    }
}

extension PerformanceCondition {
    fileprivate var decidingBound: String { "\(metric)'s \(better == .higher ? "upper" : "lower") bound" }

    fileprivate var often: String { windows > 1 ? " in \(breaches) of \(windows) windows" : "" }
}

extension PerformanceWindow {
    /// Rounded down, so that only all are 100.
    fileprivate var percent: Int { Int((coverage * 100).rounded(.down)) }

    fileprivate var interval: String {
        guard let value else { return "unknown" }
        guard let low, let high else { return value.short }
        return "\(value.short) (\(low.short) to \(high.short))"
    }
}

extension Double {
    /// Four digits after the point at most.
    var short: String {
        guard magnitude < 1e12 else { return plainText }
        let scaled = (self * 10_000).rounded()
        let whole = Int64(scaled.magnitude) / 10_000
        let rest = Int64(scaled.magnitude) % 10_000
        var digits = String(rest + 10_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        let sign = scaled < 0 ? "-" : ""
        return digits.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(digits)"
    }
}
