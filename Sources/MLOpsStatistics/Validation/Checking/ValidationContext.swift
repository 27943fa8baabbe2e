/// What a check knows beside the schema and the data.
package struct ValidationContext: Hashable, Sendable {
    /// Which of the schema's environments the data is for; nil: none in particular.
    package var environment: String?
    /// Microseconds since 1970-01-01 UTC; nil: nothing is said of staleness and the future.
    package var now: Int64?
    /// What the clock on the wall of the schema's time zone is ahead of UTC now, in microseconds.
    package var wallOffset: Int64
    /// The rows of earlier windows of the same phase, this one not among them; nil: not known.
    package var earlierRows: [Int]?

    package init(
        environment: String? = nil, now: Int64? = nil, wallOffset: Int64 = 0, earlierRows: [Int]? = nil
    ) {
        self.environment = environment
        self.now = now
        self.wallOffset = wallOffset
        self.earlierRows = earlierRows
    }

    /// By the clock of moments written in a format.
    func now(for format: MomentFormat?) -> Int64? {
        guard let now else { return nil }
        switch format {
        case .rfc3339, .epoch: return now
        case .iso, .pattern, nil:
            let (sum, overflow) = now.addingReportingOverflow(wallOffset)
            return overflow ? now : sum
        }
    }
}
