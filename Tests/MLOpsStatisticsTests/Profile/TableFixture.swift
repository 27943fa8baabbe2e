import MLOpsStatistics

/// A table of all kinds of columns with null, NaN, infinite and invalid cells, as readers give it.
struct TableFixture {
    static let names = ["number", "integer", "boolean", "text"]

    let doubles: [Double]
    let integers: [Int64]
    let booleans: [Int64]
    let texts: [String]
    let states: [UInt8]

    var count: Int { states.count }

    init(rows: Int, seed: UInt64, shift: Double = 0) {
        var random = Xoshiro256StarStar(seed: seed)
        doubles = (0..<rows).map { row in
            row % 97 == 5 ? .nan : row % 101 == 7 ? .infinity : (random.normal() + shift) * (row % 50 == 0 ? 1e6 : 1)
        }
        integers = (0..<rows).map { _ in 1_700_000_000_000_000 + Int64(random.below(1000)) * 1_000_000 }
        booleans = (0..<rows).map { _ in Int64(random.below(2)) }
        texts = (0..<rows).map { _ in ["red", "green", "blue", "größe", ""][min(4, random.below(7))] }
        states = (0..<rows).map { _ in [0, 0, 0, 0, 0, 0, 0, 0, 1, 2][random.below(10)] }
    }

    /// Calls `body` with the number and the values of each column, for some of the rows in a given order.
    func withColumns(_ rows: [Int], _ body: (Int, ColumnValues, UnsafeBufferPointer<UInt8>) -> Void) {
        let bytes = rows.map { Array(texts[$0].utf8) }
        let offsets = bytes.reduce(into: [UInt32(0)]) { $0.append($0[$0.count - 1] + UInt32($1.count)) }
        rows.map { states[$0] }.withUnsafeBufferPointer { states in
            rows.map { doubles[$0] }.withUnsafeBufferPointer { body(0, .numbers($0), states) }
            rows.map { integers[$0] }.withUnsafeBufferPointer { body(1, .integers($0), states) }
            rows.map { booleans[$0] }.withUnsafeBufferPointer { body(2, .booleans($0), states) }
            Array(bytes.joined()).withUnsafeBufferPointer { bytes in
                offsets.withUnsafeBufferPointer { body(3, .text(bytes: bytes, offsets: $0), states) }
            }
        }
    }

    /// The summaries of rows that came in batches, each batch read by one of two workers.
    func summaries(batch: Int = 1000) -> [ColumnSummary] {
        let empty: [ColumnSummary] = [
            .numeric(NumericSummary()), .numeric(NumericSummary()), .category(CategorySummary()),
            .category(CategorySummary()),
        ]
        var workers = [empty, empty]
        for (number, start) in stride(from: 0, to: count, by: batch).enumerated() {
            withColumns(Array(start..<min(count, start + batch))) { column, values, states in
                workers[number % 2][column].add(values, states: states, firstRow: start)
            }
        }
        var merged = workers[1]
        for column in merged.indices { merged[column].merge(workers[0][column]) }
        return merged
    }

    /// The profile of some rows, in the order given, in batches of one size.
    func profile(_ rows: [Int]? = nil, on empty: WindowProfile, batch: Int = 1000) -> WindowProfile {
        var window = empty
        var rest = (rows ?? Array(0..<count))[...]
        while !rest.isEmpty {
            withColumns(Array(rest.prefix(batch))) { column, values, states in
                window.withColumn(column) { $0.add(values, states: states) }
            }
            rest = rest.dropFirst(batch)
        }
        return window
    }

    /// The reference that this table makes, in two passes.
    var reference: ReferenceProfile {
        let empty = WindowProfile(columns: summaries().map(\.emptyProfile))
        return ReferenceProfile(names: Self.names, window: profile(on: empty))
    }
}
