package import MLOpsStatistics
import RealModule

/// A table of independent normal columns that is watched window by window.
package struct MonitoredTable {
    package let columns: Int
    package let rows: Int
    /// Standard deviation of what all rows of a window have in common, for each column.
    package let dayEffect: Double
    /// The same for the logarithm of the spread, and for the logit of the share of NaN.
    package let spreadEffect: Double
    package let missingEffect: Double
    private var random: Xoshiro256StarStar
    package private(set) var reference: ReferenceProfile

    package init(
        columns: Int, rows: Int, referenceRows: Int, seed: UInt64, dayEffect: Double = 0, spreadEffect: Double = 0,
        missingEffect: Double = 0
    ) {
        self.columns = columns
        self.rows = rows
        self.dayEffect = dayEffect
        self.spreadEffect = spreadEffect
        self.missingEffect = missingEffect
        var random = Xoshiro256StarStar(seed: seed)
        let profiles = (0..<columns).map { index in
            let profile = SimulatedColumn.normal.reference(referenceRows, &random)
            return ReferenceProfile.Column(name: "x\(index)", profile: profile)
        }
        reference = ReferenceProfile(columns: profiles)
        self.random = random
    }

    /// Makes the sum of some windows the reference.
    package mutating func pin(_ windows: [WindowProfile]) {
        var sum = reference.emptyWindow
        for window in windows { sum.merge(window) }
        reference = ReferenceProfile(names: reference.columns.map(\.name), window: sum)
    }

    /// One more window; the first `shifted` columns lie `shift` standard deviations higher.
    package mutating func window(shift: Double = 0, shifted: Int = 0) -> WindowProfile {
        WindowProfile(
            columns: (0..<columns).map { index in
                let level = (index < shifted ? shift : 0) + effect(dayEffect)
                let scale = spreadEffect > 0 ? Double.exp(effect(spreadEffect)) : 1
                let odds = missingEffect > 0 ? 0.1 * Double.exp(effect(missingEffect)) : 0
                let column: SimulatedColumn = odds > 0 ? .missing(odds / (1 + odds)) : .normal
                return column.window(rows, on: reference.columns[index].profile, shift: level, scale: scale, &random)
            })
    }

    private mutating func effect(_ deviation: Double) -> Double { deviation > 0 ? deviation * random.normal() : 0 }
}
