/// The values that are not in a domain, with the rows of the first.
package struct UnseenValues: Sendable {
    /// More different values than these are no domain that someone would want to extend.
    static let capacity = 1000

    package private(set) var tally = Tally()
    private var values = ByteDictionary()
    private var counts: [Int] = []
    /// There are more different values than are kept.
    package private(set) var isTruncated = false

    package init() {}

    mutating func add(_ value: UnsafeBufferPointer<UInt8>, row: Int) {
        tally.add(row: row, Tally.text(value))
        keep(value, count: 1)
    }

    package mutating func merge(_ other: UnseenValues) {
        tally.merge(other.tally)
        isTruncated = isTruncated || other.isTruncated
        guard !isTruncated else { return }
        for number in 0..<other.values.count {
            other.values.string(number).withUnsafeBufferPointer { keep($0, count: other.counts[number]) }
        }
    }

    /// The values and how often each occurs, the most frequent first; empty when there are too many.
    package var frequent: [(value: String, count: Int)] {
        guard !isTruncated else { return [] }
        return counts.indices.map { (value: values.text($0), count: counts[$0]) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }

    private mutating func keep(_ value: UnsafeBufferPointer<UInt8>, count: Int) {
        guard !isTruncated else { return }
        let number = values.insert(value, hash: ByteHash.of(value))
        if number == counts.count { counts.append(count) } else { counts[number] += count }
        isTruncated = counts.count > Self.capacity
    }
}
