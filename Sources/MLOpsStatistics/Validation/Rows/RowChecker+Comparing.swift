extension RowChecker {
    /// Why two columns cannot be compared; nil: they can.
    static func obstacle(_ comparison: RowComparison, _ columns: [(name: String, type: SchemaType)]) -> String? {
        for name in [comparison.left, comparison.right] where !columns.contains(where: { $0.name == name }) {
            return "there is no column \(name)"
        }
        guard let left = columns.first(where: { $0.name == comparison.left })?.type,
            let right = columns.first(where: { $0.name == comparison.right })?.type
        else { return nil }
        let areAlike =
            left == right || left.isNumeric && right.isNumeric || left.isText && right.isText
            || left.isMoment && right.isMoment && left != .time && right != .time
        return areAlike ? nil : "\(comparison.left) is \(left.rawValue), \(comparison.right) is \(right.rawValue)"
    }

    /// Whether a relation holds in a row where both have values; nil where a NaN has no order.
    static func holds(
        _ relation: RowComparison.Relation, _ left: CellBatch, _ right: CellBatch, _ row: Int
    ) -> Bool? {
        if left.type.isText {
            return relation.holds(Order(left.text(row), right.text(row)).rawValue, Order.same.rawValue)
        }
        guard left.type.isNumeric, left.type != .int || right.type != .int else {
            return relation.holds(left.integers[row], right.integers[row])
        }
        let (a, b) = (left.doubles[row], right.doubles[row])
        return a.isNaN || b.isNaN ? nil : relation.holds(a, b)
    }

    /// How two texts are ordered, by their bytes.
    private enum Order: Int {
        case before = -1, same, after

        init(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) {
            self = a.lexicographicallyPrecedes(b) ? .before : b.lexicographicallyPrecedes(a) ? .after : .same
        }
    }
}
