package import MLOpsSchedule

/// A file on the cells of a reference.
package struct FileProfile: Hashable, Sendable {
    package var sequence: Int64
    package var rows: Int64
    /// Why there is no profile: it can not be read.
    package var failure: String?
    /// The event times of its rows, or the time of its arrival.
    package var times: ClosedRange<Instant>?
    /// As its statistics encode it.
    package var profile: [UInt8]?

    package init(
        sequence: Int64, rows: Int64, failure: String? = nil, times: ClosedRange<Instant>? = nil,
        profile: [UInt8]? = nil
    ) {
        self.sequence = sequence
        self.rows = rows
        self.failure = failure
        self.times = times
        self.profile = profile
    }
}
