package import MLOpsSchedule

/// The data that arrives is distributed otherwise than the data that the champion was trained on (SEMANTICS 4).
package struct DriftCondition: Hashable, Sendable {
    /// What an alarm leads to when the trigger stands alone; in a combination it is a vote in any case.
    package enum Action: String, Sendable, CaseIterable {
        /// The pipeline is suspect, which is told and recorded; no run starts.
        case evaluate
        case retrain
    }

    /// Which windows are alike, so that a season is no drift.
    package enum Phase: String, Sendable, CaseIterable {
        case hourOfDay = "hour_of_day"
        case hourOfWeek = "hour_of_week"
        case dayOfWeek = "day_of_week"
        case dayOfMonth = "day_of_month"
    }

    /// What a user says of one column; nil: as for every other.
    package struct Column: Hashable, Sendable {
        package var name: String
        /// How much its evidence counts relative to the other columns; 0 leaves it out.
        package var weight: Double?
        /// Shifts that are surely smaller than these do not count: population stability index,
        /// Kolmogorov-Smirnov distance, and change of the share of missing values.
        package var minStabilityIndex: Double?
        package var minDistance: Double?
        package var minMissing: Double?

        package init(
            name: String, weight: Double? = nil, minStabilityIndex: Double? = nil, minDistance: Double? = nil,
            minMissing: Double? = nil
        ) {
            self.name = name
            self.weight = weight
            self.minStabilityIndex = minStabilityIndex
            self.minDistance = minDistance
            self.minMissing = minMissing
        }
    }

    package var dataset: DatasetName
    /// How many false alarms a year are accepted, all columns together.
    package var falseAlarmsPerYear: Double
    package var action: Action
    /// Rows of a window; files are put together, in the order of their arrival, until there are so many.
    package var minSamples: Int64
    package var phase: Phase?
    /// Whose clocks say what hour and day it is.
    package var zone: TimeZoneRules
    package var columns: [Column]

    package init(
        dataset: DatasetName, falseAlarmsPerYear: Double = 4, action: Action = .evaluate, minSamples: Int64 = 1000,
        phase: Phase? = nil, zone: TimeZoneRules = .utc, columns: [Column] = []
    ) {
        self.dataset = dataset
        self.falseAlarmsPerYear = falseAlarmsPerYear
        self.action = action
        self.minSamples = minSamples
        self.phase = phase
        self.zone = zone
        self.columns = columns
    }
}
