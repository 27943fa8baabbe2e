/// A complete scan in numbers.
struct ScanSummary: Sendable {
    /// Entries that could not be looked at, and the first reason.
    var failures = 0
    var firstFailure: String?
}
