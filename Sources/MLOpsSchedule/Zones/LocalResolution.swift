/// The instants at which the clocks of a zone show a given reading.
package enum LocalResolution: Hashable, Sendable {
    /// The reading occurs once.
    case once(Instant)
    /// The clocks were set back: the reading occurs at both instants, `first` earlier than `last`.
    case repeated(first: Instant, last: Instant)
    /// The clocks were set forward over the reading; `resumesAt` is the first instant after the gap.
    case skipped(resumesAt: Instant)

    /// The first instant at or after the reading: the reading itself, its first occurrence, or the end of its gap.
    package var earliest: Instant {
        switch self {
        case .once(let instant), .repeated(let instant, _), .skipped(let instant): instant
        }
    }
}
