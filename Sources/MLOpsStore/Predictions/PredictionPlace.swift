/// Where a prediction lies in its table: the minute it was made in, and a number that no other prediction ever had.
///
/// So the rows of a window lie together whatever order they came in, and most are appended.
struct PredictionPlace {
    static let sequenceBits: Int64 = 36
    private static let sequenceMask: Int64 = (1 << sequenceBits) - 1
    static let microsecondsPerMinute: Int64 = 60_000_000
    /// Up to the year 2225; what lies outside is no time of a prediction.
    static let times: Range<Int64> = 0..<(1 << (63 - sequenceBits)) * microsecondsPerMinute

    let row: Int64

    init(row: Int64) { self.row = row }

    /// - Parameter microseconds: Within `times`.
    init(microseconds: Int64, sequence: Int64) {
        row = (microseconds / Self.microsecondsPerMinute) << Self.sequenceBits | sequence & Self.sequenceMask
    }

    /// The beginning of its minute, in microseconds since 1970.
    var minute: Int64 { (row >> Self.sequenceBits) * Self.microsecondsPerMinute }

    /// The first row that a minute could have; for times outside of `times` the end of them.
    static func first(from microseconds: Int64) -> Int64 {
        let minutes = max(0, microseconds) / microsecondsPerMinute
        return minutes < 1 << (63 - sequenceBits) ? minutes << sequenceBits : .max
    }
}
