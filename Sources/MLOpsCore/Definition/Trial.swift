/// What a version that is tried has to show before it gets all requests, and what becomes of one that can not show it.
package struct Trial: Hashable, Sendable, Codable {
    /// What becomes of it when its time is over and too little is known.
    package enum Policy: String, Sendable, Codable, CaseIterable {
        /// It stays as it is until a person decides.
        case hold
        case promote
        case rollback
    }

    /// Predictions that have to be logged of the version; nothing else is needed: 0.
    package var minRequests: Int64
    /// Of them, so many whose labels have come.
    package var minLabels: Int64
    /// From its beginning; nil: twice the probation.
    package var maxTime: Duration?
    package var inconclusive: Policy

    /// As many as a window of performance needs.
    package static let usualRequests: Int64 = 500

    package init(
        minRequests: Int64 = 0, minLabels: Int64 = 0, maxTime: Duration? = nil, inconclusive: Policy = .rollback
    ) {
        self.minRequests = minRequests
        self.minLabels = minLabels
        self.maxTime = maxTime
        self.inconclusive = inconclusive
    }
}
