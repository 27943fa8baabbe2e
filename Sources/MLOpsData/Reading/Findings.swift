/// How often something was found, with the first few examples by row number.
package struct Findings: Hashable, Sendable {
    static let maximumExamples = 5

    package internal(set) var count: Int64 = 0
    package internal(set) var examples: [CellExample] = []

    package init() {}

    /// The example is made only when it is wanted.
    mutating func add(row: Int64, text: @autoclosure () -> some Collection<UInt8>) {
        count += 1
        if examples.count < Self.maximumExamples { examples.append(CellExample(row: row, text: text())) }
    }

    /// Takes what another worker found; the first examples in the file stay.
    mutating func merge(_ other: Findings) {
        count += other.count
        examples = Array((examples + other.examples).sorted().prefix(Self.maximumExamples))
    }
}
