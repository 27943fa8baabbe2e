import MLOpsControl
import MLOpsCore
import MLOpsSchedule

extension ShadowValue {
    /// - Parameter definition: in force; nil: what it says of the shadow is not known now.
    init(_ shadow: Shadow, _ definition: ShadowDefinition?, now: Moment) {
        let left = definition.map { shadow.since.remaining(of: $0.maxTime, at: now) }
        self.init(
            version: shadow.version.description, champion: shadow.champion.description, since: Timestamp(shadow.since),
            until: shadow.isHeld == true ? nil : left.map { Timestamp(now.wall + $0) }, scored: shadow.scored,
            rows: shadow.rows, minRows: definition?.minRows ?? 0, gates: (shadow.results ?? []).map { GateValue($0) },
            obstacle: shadow.obstacle)
    }
}
