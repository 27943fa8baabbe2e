import HTTPTypes
import MLOpsControl
import MLOpsCore
import Synchronization

/// How many requests each user has left: a bucket that fills with time up to its brim, and that each request takes from.
final class RequestBudget: Sendable {
    private struct Bucket {
        var left: Double
        var since: Moment
    }

    /// Beyond that, who has a full bucket is forgotten, which changes nothing.
    private static let mostUsers = 1024

    private let buckets = Mutex<[UInt32: Bucket]>([:])
    private let limits: APILimits

    init(limits: APILimits) { self.limits = limits }

    /// - Throws: 429 with the time after which there is one left.
    func take(for user: UInt32?, at now: Moment) throws(APIFailure) {
        guard let user, limits.isLimited(user) else { return }
        let missing = buckets.withLock { buckets in
            if buckets.count > Self.mostUsers {
                buckets = buckets.filter { content(of: $0.value, at: now) < limits.requestsAtOnce }
            }
            let left = buckets[user].map { content(of: $0, at: now) } ?? limits.requestsAtOnce
            buckets[user] = Bucket(left: left >= 1 ? left - 1 : left, since: now)
            return max(0, 1 - left)
        }
        guard missing > 0 else { return }
        throw APIFailure(
            .tooManyRequests, .tooMany, "your user asks too often",
            hint: "at most \(Int(limits.requestsPerSecond)) requests a second are answered; wait, and ask less often",
            retryAfter: max(1, Int((missing / limits.requestsPerSecond).rounded(.up))))
    }

    private func content(of bucket: Bucket, at now: Moment) -> Double {
        let waited = now.elapsed(since: bucket.since) / .seconds(1)
        return min(limits.requestsAtOnce, bucket.left + waited * limits.requestsPerSecond)
    }
}
