/// How long texts are, in Unicode scalars.
package struct TextLengths: Sendable, Equatable {
    package private(set) var count = 0
    package private(set) var total = 0
    package private(set) var minimum = Int.max
    package private(set) var maximum = 0

    /// nil without texts.
    package var mean: Double? { count > 0 ? Double(total) / Double(count) : nil }

    mutating func add(_ text: some Collection<UInt8>, occurrences: Int = 1) {
        add(length: text.reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }, occurrences: occurrences)
    }

    mutating func add(length: Int, occurrences: Int) {
        count += occurrences
        total += length * occurrences
        minimum = min(minimum, length)
        maximum = max(maximum, length)
    }

    mutating func merge(_ other: TextLengths) {
        count += other.count
        total += other.total
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
    }
}
