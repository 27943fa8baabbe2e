package import MLOpsStatistics
import RealModule

/// A table of independent columns of one shape that is watched window by window.
package struct MonitoredTable {
    package let columns: Int
    package let rows: Int
    /// Standard deviation of what all rows of a window have in common, for each column.
    package let dayEffect: Double
    /// The same for the logarithm of the spread, and for the logit of the share of NaN.
    package let spreadEffect: Double
    package let missingEffect: Double
    /// How the day effect of a window follows that of the one before: its correlation with it.
    package var autocorrelation = 0.0
    /// Amplitude, in standard deviations, and period, in windows, of a season that all columns have.
    package var season = (amplitude: 0.0, period: 24)
    private let shape: SimulatedColumn
    // The last day effect of each column, in its standard deviations.
    private var effects: [Double]
    private var windows = 0
    private var random: Xoshiro256StarStar
    package private(set) var reference: ReferenceProfile

    package init(
        columns: Int, rows: Int, referenceRows: Int, seed: UInt64, dayEffect: Double = 0, spreadEffect: Double = 0,
        missingEffect: Double = 0, shape: SimulatedColumn = .normal
    ) {
        self.columns = columns
        self.rows = rows
        self.dayEffect = dayEffect
        self.spreadEffect = spreadEffect
        self.missingEffect = missingEffect
        self.shape = shape
        effects = [Double](repeating: 0, count: columns)
        var random = Xoshiro256StarStar(seed: seed)
        let profiles = (0..<columns).map { index in
            let profile = shape.reference(referenceRows, &random)
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
        let phase = 2 * Double.pi * Double(windows % season.period) / Double(season.period)
        let common = season.amplitude > 0 ? season.amplitude * Double.sin(phase) : 0
        windows += 1
        return WindowProfile(
            columns: (0..<columns).map { index in
                let level = (index < shifted ? shift : 0) + dayEffect(of: index) + common
                let scale = spreadEffect > 0 ? Double.exp(effect(spreadEffect)) : 1
                let odds = missingEffect > 0 ? 0.1 * Double.exp(effect(missingEffect)) : 0
                let column: SimulatedColumn = odds > 0 ? .missing(odds / (1 + odds)) : shape
                return column.window(rows, on: reference.columns[index].profile, shift: level, scale: scale, &random)
            })
    }

    private mutating func dayEffect(of column: Int) -> Double {
        guard dayEffect > 0 else { return 0 }
        let news = windows > 1 ? (1 - autocorrelation * autocorrelation).squareRoot() : 1
        effects[column] = autocorrelation * effects[column] + news * random.normal()
        return dayEffect * effects[column]
    }

    private mutating func effect(_ deviation: Double) -> Double { deviation > 0 ? deviation * random.normal() : 0 }
}
