/// How a candidate stands beside the model in production, on what that one is asked.
package struct ShadowValue: Codable, Sendable, Hashable {
    package var version: String
    /// What it is compared with.
    package var champion: String
    package var since: Timestamp
    /// When its time is over; nil: it goes on until it is proven, or a person decides.
    package var until: Timestamp?
    /// Logged inputs that it scored.
    package var scored: Int64
    /// Of them, those of which the champion's prediction and the label are known.
    package var rows: Int64
    /// So many are needed before the first look.
    package var minRows: Int64
    /// What the last look came to.
    package var gates: [GateValue]
    /// Why nothing is scored at present.
    package var obstacle: String?

    package init(
        version: String, champion: String, since: Timestamp, until: Timestamp? = nil, scored: Int64, rows: Int64,
        minRows: Int64, gates: [GateValue] = [], obstacle: String? = nil
    ) {
        self.version = version
        self.champion = champion
        self.since = since
        self.until = until
        self.scored = scored
        self.rows = rows
        self.minRows = minRows
        self.gates = gates
        self.obstacle = obstacle
    }
}
