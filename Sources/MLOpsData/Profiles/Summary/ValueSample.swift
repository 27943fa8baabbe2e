/// A uniform sample of a column's values, by the numbers of their rows.
///
/// A row is kept when its hash has at least ``level`` leading zero bits, and the level rises whenever too many are kept.
/// The rank error of a quantile q is about √(q(1−q)/size). Values are in no order.
struct ValueSample<Value: Sendable>: Sendable {
    let capacity: Int
    private(set) var level = 0
    private(set) var values: [Value] = []
    private(set) var levels: [UInt8] = []

    init(capacity: Int) { self.capacity = capacity }

    /// Whether all values are kept.
    var isExact: Bool { level == 0 }
    /// How many values each kept one stands for.
    var weight: Int { 1 << level }

    mutating func add(_ value: Value, level rowLevel: UInt8) {
        guard Int(rowLevel) >= level else { return }
        values.append(value)
        levels.append(rowLevel)
        if values.count > capacity { raise(to: level + 1) }
    }

    /// Adds values of rows with at least ``level`` leading zero bits; one by one they would come to the same.
    mutating func add(_ values: UnsafeBufferPointer<Value>, levels: UnsafeBufferPointer<UInt8>) {
        self.values.append(contentsOf: values)
        self.levels.append(contentsOf: levels)
        while self.values.count > capacity { raise(to: level + 1) }
    }

    mutating func merge(_ other: Self) {
        values += other.values
        levels += other.levels
        raise(to: max(level, other.level))
        while values.count > capacity { raise(to: level + 1) }
    }

    func map<Other: Sendable>(_ transform: (Value) -> Other) -> ValueSample<Other> {
        var sample = ValueSample<Other>(capacity: capacity)
        sample.level = level
        sample.values = values.map(transform)
        sample.levels = levels
        return sample
    }

    private mutating func raise(to newLevel: Int) {
        level = newLevel
        var kept = 0
        values.withUnsafeMutableBufferPointer { values in
            levels.withUnsafeMutableBufferPointer { levels in
                // Without branches: every other one stays.
                for index in 0..<values.count {
                    let level = levels[index]
                    (values[kept], levels[kept]) = (values[index], level)
                    kept &+= Int(level) >= newLevel ? 1 : 0
                }
            }
        }
        values.removeLast(values.count - kept)
        levels.removeLast(levels.count - kept)
    }
}
