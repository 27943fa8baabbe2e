/// The most frequent values of a column.
package struct FrequentValues: Sendable, Equatable {
    package struct Item: Sendable, Equatable {
        /// Of text columns, UTF-8; of a long text its beginning and a hash.
        package let text: [UInt8]
        /// Of ordered columns.
        package let number: Double?
        package let count: Int
    }

    /// The largest count first, equal counts in ascending order of values.
    package let items: [Item]
    /// Whether every value is listed and every count exact; else counts are estimates.
    package let isComplete: Bool

    init(_ items: [Item], isComplete: Bool) {
        self.items = items
        self.isComplete = isComplete
    }

    /// - Parameter numbers: In ascending order.
    init(numbers: [(value: Double, occurrences: Int)], weight: Int = 1, isComplete: Bool) {
        // Nearly all numbers with decimals occur once in a sample, and are in order.
        let repeated = numbers.filter { $0.occurrences > 1 }.sorted {
            $0.occurrences != $1.occurrences ? $0.occurrences > $1.occurrences : $0.value < $1.value
        }
        let limit = isComplete ? numbers.count : Self.mostEstimated
        let single = numbers.lazy.filter { $0.occurrences == 1 }.prefix(max(0, limit - repeated.count))
        let ranked = repeated.prefix(limit) + single
        self.init(
            ranked.map { Item(text: [], number: $0.value, count: $0.occurrences * weight) }, isComplete: isComplete)
    }

    /// Of estimates nobody looks at more.
    private static let mostEstimated = 1024

    init(texts: [(value: [UInt8], count: Int)], isComplete: Bool) {
        self.init(texts.map { Item(text: $0.value, number: nil, count: $0.count) }, isComplete: isComplete)
    }
}
