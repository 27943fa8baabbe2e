/// How a trigger looks at the performance of the model in production.
package struct PerformanceTriggerValue: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case met, breached, unknown
    }

    package var trigger: String
    /// The part of the trigger, for example `both.all.1`.
    package var operand: String
    package var metric: String
    package var state: State
    package var since: Timestamp?
    /// The model version that is judged; nil: there is none.
    package var version: String?
    /// What the metric is held against.
    package var threshold: Double?
    /// Whether values above the threshold are the better ones.
    package var higherIsBetter: Bool
    /// Of the last windows so many were over the bound, and so many of so many have to be.
    package var breaches: Int
    package var neededBreaches: Int
    package var ofWindows: Int
    /// One sentence.
    package var text: String
    /// What would have to be otherwise for it to be true.
    package var missing: String?
    /// nil: windows are counted, or nothing is known.
    package var harm: HarmValue?

    package init(
        trigger: String, operand: String, metric: String, state: State, since: Timestamp? = nil,
        version: String? = nil, threshold: Double? = nil, higherIsBetter: Bool, breaches: Int = 0,
        neededBreaches: Int, ofWindows: Int, text: String, missing: String? = nil,
        harm: HarmValue? = nil
    ) {
        self.trigger = trigger
        self.operand = operand
        self.metric = metric
        self.state = state
        self.since = since
        self.version = version
        self.threshold = threshold
        self.higherIsBetter = higherIsBetter
        self.breaches = breaches
        self.neededBreaches = neededBreaches
        self.ofWindows = ofWindows
        self.text = text
        self.missing = missing
        self.harm = harm
    }
}
