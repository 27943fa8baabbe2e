import RealModule

/// How many false alarms a user accepts, as the level that a detector must reach.
package struct FalseAlarmBudget: Sendable, Equatable, Codable {
    /// False alarms accepted a year, for example 1 or 0.5.
    package var perYear: Double
    /// How often windows are judged, for example 8,760 for every hour.
    package var looksPerYear: Double

    package init(perYear: Double, looksPerYear: Double) {
        (self.perYear, self.looksPerYear) = (perYear, looksPerYear)
    }

    /// ln A, with A = looks a year over false alarms a year, at least ln 2; 700, which is never reached, when no false
    /// alarm is accepted.
    package var logLevel: Double {
        let level = looksPerYear / perYear
        return perYear > 0 && level.isFinite ? Double.log(max(2, level)) : 700
    }
}
