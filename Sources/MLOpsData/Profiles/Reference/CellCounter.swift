import MLOpsStatistics

/// Counts the rows of one column on its cells.
struct CellCounter: Sendable {
    // One of them is there; apart, so that each changes in place.
    private var numeric: NumericProfile?
    private var category: CategoryProfile?
    private var cache = ShortTextCache()

    /// - Parameter cells: a profile, usually without rows.
    init(_ cells: ColumnProfile) {
        switch cells {
        case .numeric(let profile): numeric = profile
        case .category(let profile): category = profile
        }
    }

    var profile: ColumnProfile {
        numeric.map { .numeric($0) } ?? .category(category ?? CategoryProfile(cells: CategoryCells(categories: [])))
    }

    /// Adds the cells of a column of the same family.
    mutating func add(_ column: Column) {
        if numeric != nil {
            column.withNumbers { numbers, states in numeric?.add(numbers: numbers, states: states) }
        } else if column.type == .boolean {
            column.withStates { states in
                column.integers.withUnsafeBufferPointer { category?.add(booleans: $0, states: states) }
            }
        } else {
            addText(column)
        }
    }

    mutating func add(nulls: Int, invalid: Int = 0) {
        numeric?.add(repeating: 0, state: .null, count: nulls)
        numeric?.add(repeating: 0, state: .invalid, count: invalid)
        category?.add(nulls: nulls, invalid: invalid)
    }

    mutating func merge(_ other: CellCounter) {
        if let theirs = other.numeric { numeric?.merge(theirs) }
        if let theirs = other.category { category?.merge(theirs) }
    }

    private mutating func addText(_ column: Column) {
        column.withStates { states in
            column.text.bytes.withUnsafeBufferPointer { bytes in
                column.text.offsets.withUnsafeBufferPointer { offsets in
                    let batch = TextBatch(bytes: bytes, offsets: offsets, states: states)
                    if batch.isShort {
                        category?.add(bytes: bytes, offsets: offsets, states: states, cache: &cache)
                    } else {
                        addLong(batch)
                        category?.add(nulls: column.nullCount, invalid: column.invalidCount)
                    }
                }
            }
        }
    }

    private mutating func addLong(_ batch: TextBatch) {
        for row in 0..<batch.count where batch.hasValue(row) {
            TextKey.with(batch[row]) { category?.add(value: $0, count: 1) }
        }
    }
}

extension TextBatch {
    /// Whether every text is its own category.
    fileprivate var isShort: Bool {
        (0..<count).allSatisfy { Int(offsets[$0 + 1] - offsets[$0]) <= TextKey.maximumBytes }
    }
}
