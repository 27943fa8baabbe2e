/// 128 bits that stand for the id of a prediction, under a secret of the database: the ids themselves are not kept.
///
/// Two ids of a hundred million that share a key are to be expected once in 10^22 databases.
package struct JoinKey: Hashable, Sendable, Comparable {
    package let high: Int64
    package let low: Int64

    package init(high: Int64, low: Int64) {
        self.high = high
        self.low = low
    }

    package static func < (a: JoinKey, b: JoinKey) -> Bool { (a.high, a.low) < (b.high, b.low) }
}
