/// What was measured for one gate beyond the metrics in the record; the orchestrator decides what it means.
package enum GateMeasurement: Hashable, Sendable {
    /// For a metric of all rows.
    case metric(MetricMeasurement)
    /// For a metric of each value of a column.
    case segments([SegmentMeasurement])
    case program(ProgramEnd)
    case data(DataMeasurement)
    /// Nothing could be measured, and why.
    case unavailable(reason: String)

    package enum ProgramEnd: Hashable, Sendable {
        case exited(code: Int32, lastLine: String)
        case signaled(signal: Int32, lastLine: String)
        case timedOut
        case notStarted(reason: String)
    }
}

/// What is known of a metric besides the values that the runs' steps wrote for their own models.
package struct MetricMeasurement: Hashable, Sendable {
    /// The champion's value as a step of this run measured it, on the candidate's data.
    package var champion: Double?
    /// With `difference` when the rows are of both models.
    package var rows: GateEvidence?
    /// Why the rows do not serve the comparison.
    package var note: String?
    /// What the steps wrote instead of a number: `a text`; nil: a number, or nothing.
    package var other: String?

    package init(
        champion: Double? = nil, rows: GateEvidence? = nil, note: String? = nil, other: String? = nil
    ) {
        self.champion = champion
        self.rows = rows
        self.note = note
        self.other = other
    }
}

package struct SegmentMeasurement: Hashable, Sendable {
    package var segment: String
    package var candidate: Double?
    package var champion: Double?
    /// nil: not known.
    package var count: Int64?
    /// With `difference` when the rows are of both models.
    package var rows: GateEvidence?

    package init(
        segment: String, candidate: Double?, champion: Double? = nil, count: Int64? = nil, rows: GateEvidence? = nil
    ) {
        self.segment = segment
        self.candidate = candidate
        self.champion = champion
        self.count = count
        self.rows = rows
    }
}
