/// What whole numbers and moments say of their kind: counters ascend, identifiers fill their range.
struct WholeEvidence: Sendable {
    private(set) var minimum: Int64?
    private(set) var maximum: Int64?
    /// Of all values, so that moments of whole days are told from those of microseconds.
    private(set) var divisor: UInt64 = 0
    private var order: OrderRuns

    init(type: SchemaType) { order = OrderRuns(type: type, isStrict: false) }

    var ascends: Bool { order.tally.count == 0 }

    /// How many different values there could be between the extremes, at the resolution of the values.
    var places: Double? {
        guard let minimum, let maximum else { return nil }
        return (Double(maximum) - Double(minimum)) / Double(max(1, divisor)) + 1
    }

    mutating func add(_ cells: CellBatch) {
        for row in 0..<cells.rowCount where cells.isValue(row) {
            let value = cells.integers[row]
            if value < minimum ?? .max { minimum = value }
            if value > maximum ?? .min { maximum = value }
            if divisor != 1 { divisor = Self.commonDivisor(divisor, value.magnitude) }
        }
        order.add(cells)
    }

    mutating func merge(_ other: WholeEvidence) {
        minimum = [minimum, other.minimum].compactMap { $0 }.min()
        maximum = [maximum, other.maximum].compactMap { $0 }.max()
        divisor = Self.commonDivisor(divisor, other.divisor)
        order.merge(other.order)
    }

    private static func commonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
