/// A dictionary that can take back what was written to it since the last `keep()`.
struct RollbackTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private(set) var rows: [Key: Value] = [:]
    private var former: [(key: Key, value: Value?)] = []

    subscript(key: Key) -> Value? {
        get { rows[key] }
        set {
            former.append((key, rows[key]))
            rows[key] = newValue
        }
    }

    mutating func keep() { former.removeAll(keepingCapacity: true) }

    mutating func rollBack() {
        for (key, value) in former.reversed() { rows[key] = value }
        former.removeAll(keepingCapacity: true)
    }
}
