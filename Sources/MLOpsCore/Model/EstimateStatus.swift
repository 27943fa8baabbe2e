package import MLOpsSchedule

/// What a metric of the model in production is estimated at before its labels are known (STATISTICS 4.3, 4.4).
///
/// An estimate takes for granted that labels mean what they meant, so it can make a model suspect, and never prove harm.
package struct EstimateStatus: Hashable, Sendable, Codable {
    /// The last window that is estimated.
    package var start: Instant
    package var end: Instant
    package var value: Double
    /// The interval that holds the value that labels will show, with 95 %.
    package var low: Double
    package var high: Double
    /// What it is held against; nil: there is nothing.
    package var threshold: Double?
    /// So many of the last windows in a row are surely on the wrong side of it.
    package var breaches: Int

    /// So many breaches in a row make suspect.
    private static let suspicious = 2

    package init(
        start: Instant, end: Instant, value: Double, low: Double, high: Double, threshold: Double? = nil,
        breaches: Int = 0
    ) {
        self.start = start
        self.end = end
        self.value = value
        self.low = low
        self.high = high
        self.threshold = threshold
        self.breaches = breaches
    }

    package var isSuspect: Bool { breaches >= Self.suspicious }
}

extension EstimateStatus {
    /// One sentence.
    package func text(of condition: PerformanceCondition) -> String {
        finding(of: condition) + (isSuspect ? ": suspect, which starts no run" : "")
    }

    /// What was estimated, and what that is held against.
    func finding(of condition: PerformanceCondition) -> String {
        let text =
            "without labels, \(condition.metric) is estimated at \(value.short) (\(low.short) to \(high.short)) in the "
            + "window from \(start.rfc3339)"
        guard let threshold else { return text }
        let side = condition.better == .higher ? "below" : "above"
        guard isSuspect else { return text + ", not surely \(side) \(threshold.short) in two windows" }
        return text + ", surely \(side) \(threshold.short) in \(breaches) windows"
    }

    /// As a part of why a trigger fires or not; it decides nothing there.
    func explanation(of subject: String, _ condition: PerformanceCondition) -> Explanation {
        var explanation = Explanation(
            subject: "\(subject) is suspect", verdict: isSuspect ? .true : .false, text: text(of: condition))
        explanation.values = [.init("estimate", value.short), .init("interval", "\(low.short) to \(high.short)")]
        if let threshold { explanation.values.append(.init("threshold", threshold.short)) }
        return explanation
    }
}
