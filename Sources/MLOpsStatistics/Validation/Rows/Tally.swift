/// How many rows something is the matter with, and the first of them.
///
/// It does not depend on the split of the rows among workers.
package struct Tally: Hashable, Sendable {
    package static let maximumExamples = 5
    /// Longer values are cut to so many bytes.
    static let maximumBytes = 80

    package var count = 0
    /// In the order of the rows.
    package var examples: [RowExample] = []

    package init() {}

    package init(count: Int, examples: [RowExample]) { (self.count, self.examples) = (count, examples) }

    /// - Parameter row: counted from 0; rows of one worker come in their order, so that the first are kept.
    mutating func add(row: Int, _ value: @autoclosure () -> String?) {
        count += 1
        if examples.count < Self.maximumExamples { examples.append(RowExample(row: row + 1, value: value())) }
    }

    package mutating func merge(_ other: Tally) {
        count += other.count
        guard !other.examples.isEmpty else { return }
        examples = Array((examples + other.examples).sorted().prefix(Self.maximumExamples))
    }

    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let shown = String(decoding: bytes.prefix(maximumBytes), as: UTF8.self)
        return bytes.count > maximumBytes ? shown + "…" : shown
    }
}
