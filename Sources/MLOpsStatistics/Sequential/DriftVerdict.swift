/// What a monitor says of one window.
package struct DriftVerdict: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package let status: ColumnStatus
        package let evidence: RowEvidence?
        /// The p of the window among reference windows; nil when there are fewer than ten.
        package let windowP: Double?
        /// The p that counted: of the window among windows where that is known, else of the rows.
        package let p: Double?
        /// Whether the shift is surely too small to matter, which keeps its evidence from adding up.
        package let isNegligible: Bool
        /// ln e; nil when the window said nothing about the column.
        package let logEvidence: Double?
        /// S after this window.
        package let logStatistic: Double
    }

    package enum State: String, Sendable, Codable { case calm, suspect }

    package let columns: [Column]
    /// M after this window, before an alarm resets it.
    package let logStatistic: Double
    /// ln A.
    package let logLevel: Double
    package let state: State
    /// Whether this window begins an incident; false while one is suspected already.
    package let isAlarm: Bool
    /// The columns an alarm is due to, the strongest first, by index.
    package let attributed: [Int]
    /// Whether reference windows are too few to know how far apart windows are.
    package let isCalibrating: Bool
}
