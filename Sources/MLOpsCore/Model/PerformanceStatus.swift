/// What is known of the performance of the model in production, as one trigger looks at it.
package struct PerformanceStatus: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable, CaseIterable {
        case met
        /// So many of the last judged windows were over the bound, and since then not enough were not.
        case breached
        /// No window can be judged.
        case unknown
    }

    package var version: ModelVersionID
    package var state: State
    /// What the metric is held against; nil: the version has none to compare with.
    package var threshold: Double?
    /// Windows of the version that were judged, and how many of the last of them were over the bound.
    package var windows: Int64
    package var breaches: Int
    /// The last that was judged.
    package var judged: PerformanceWindow?
    /// The last there is.
    package var newest: PerformanceWindow?
    /// Whether no predictions came for longer than the trigger allows.
    package var isSilent: Bool
    /// Why it is unknown.
    package var reason: String?
    /// What the sequential test says; nil: windows are counted.
    package var harm: HarmStatus?
    /// What windows without labels are estimated at, which makes suspect and decides nothing; nil: none is.
    package var estimate: EstimateStatus?

    package init(
        version: ModelVersionID, state: State, threshold: Double? = nil, windows: Int64 = 0, breaches: Int = 0,
        judged: PerformanceWindow? = nil, newest: PerformanceWindow? = nil, isSilent: Bool = false,
        reason: String? = nil, harm: HarmStatus? = nil
    ) {
        self.version = version
        self.state = state
        self.threshold = threshold
        self.windows = windows
        self.breaches = breaches
        self.judged = judged
        self.newest = newest
        self.isSilent = isSilent
        self.reason = reason
        self.harm = harm
    }

    /// Whether it asks for another model: it is breached, and nothing stands against a training.
    package var asks: Bool { state == .breached && harm?.objection == nil }
}
