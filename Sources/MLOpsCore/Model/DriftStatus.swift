/// What a drift monitor says at present.
package struct DriftStatus: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable, CaseIterable {
        case calm
        /// An alarm was raised and the windows since have not been calm for long enough.
        case suspect
        /// There is no reference to compare with.
        case unknown
    }

    /// The champion whose training data are the reference.
    package var reference: ModelVersionID
    package var state: State
    package var since: Moment
    /// Windows judged since the reference was pinned.
    package var windows: Int64
    /// The sequence number of the last file that was judged.
    package var through: Int64
    /// Evidence for drift as a share of what an alarm needs, on a logarithmic scale; 1 is an alarm.
    package var strength: Double
    /// The columns that the last alarm is due to, the strongest first.
    package var columns: [String]
    /// Whether there are too few windows of the reference to know how far apart windows are.
    package var isCalibrating: Bool
    /// Why it is unknown.
    package var reason: String?

    package init(
        reference: ModelVersionID, state: State, since: Moment, windows: Int64 = 0, through: Int64 = 0,
        strength: Double = 0,
        columns: [String] = [], isCalibrating: Bool = false, reason: String? = nil
    ) {
        self.reference = reference
        self.state = state
        self.since = since
        self.windows = windows
        self.through = through
        self.strength = strength
        self.columns = columns
        self.isCalibrating = isCalibrating
        self.reason = reason
    }
}
