import MLOpsStatistics

/// What one worker has seen of a boolean column.
struct BooleanAccumulator: Sendable, Equatable {
    private(set) var trues = 0
    private(set) var falses = 0
    private(set) var special = SpecialCounts()

    var rows: Int { trues + falses + special.total }

    mutating func add(nulls: Int) { special.nulls += nulls }

    mutating func add(_ column: Column) {
        let values = column.integers.count - column.nullCount - column.invalidCount
        let set = zip(column.integers, column.states).reduce(0) { $0 + ($1.0 != 0 && $1.1 == 0 ? 1 : 0) }
        trues += set
        falses += values - set
        special.nulls += column.nullCount
        special.invalid += column.invalidCount
    }

    mutating func merge(_ other: BooleanAccumulator) {
        trues += other.trues
        falses += other.falses
        special.add(other.special)
    }
}
