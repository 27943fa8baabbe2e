/// How a text column writes moments; one format for the whole column, never one for each cell.
package enum TimestampFormat: Hashable, Sendable {
    /// ISO 8601 and RFC 3339: `2024-03-09`, `2024-03-09T12:34:56.789Z`, `2024-03-09 12:34+01:00`.
    case iso
    /// As `strptime` spells it, of `%Y %m %d %H %M %S %f %z %y %b %p %I %%`; everything else stands for itself.
    case pattern(TimestampPattern)
    /// A number since 1970-01-01 UTC, in so many microseconds a unit: 1_000_000 for seconds.
    case epoch(microsecondsPerUnit: Int64)
}
