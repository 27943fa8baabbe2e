/// Whether a dataset's directory can be trusted, and what people have been told of it.
struct Availability: Hashable, Sendable {
    /// nil: nothing was told yet.
    private(set) var told: Bool?
    private(set) var reason: String?
    /// Uptime at which a loss becomes news.
    private(set) var reportAt: Int64?

    mutating func lose(_ reason: String, reportAt: Int64) {
        guard self.reason != reason else { return }
        self.reason = reason
        self.reportAt = reportAt
    }

    /// Returns whether this is news.
    mutating func recover() -> Bool {
        reason = nil
        reportAt = nil
        defer { told = true }
        return told != true
    }

    /// Returns the reason when it is time to tell it.
    mutating func takeReport(at uptime: Int64) -> String? {
        guard let reportAt, reportAt <= uptime else { return nil }
        self.reportAt = nil
        told = false
        return reason
    }
}
