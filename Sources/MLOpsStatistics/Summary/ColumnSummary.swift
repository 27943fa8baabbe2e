/// What a column looks like without a reference, whatever its kind: the first pass over data that is to become one.
package enum ColumnSummary: Sendable, Equatable {
    case numeric(NumericSummary)
    case category(CategorySummary)

    package var rows: Int {
        switch self {
        case .numeric(let summary): summary.rows
        case .category(let summary): summary.rows
        }
    }

    package var nulls: Int {
        switch self {
        case .numeric(let summary): summary.special.nulls
        case .category(let summary): summary.nulls
        }
    }

    /// Adds a batch of consecutive rows; values of the other kind are counted as invalid.
    ///
    /// - Parameters:
    ///   - states: one ``CellState`` for each row; nil when all are values.
    ///   - firstRow: the number of the first row in the whole data.
    package mutating func add(_ values: ColumnValues, states: UnsafeBufferPointer<UInt8>? = nil, firstRow: Int) {
        switch self {
        case .numeric(var summary):
            // Left alone while it changes, so that its arrays are not copied.
            self = .vacant
            switch values {
            case .numbers(let numbers): summary.add(numbers: numbers, states: states, firstRow: firstRow)
            case .integers(let integers): summary.add(integers: integers, states: states, firstRow: firstRow)
            case .booleans, .text: summary.addInvalid(values.count, states: states)
            }
            self = .numeric(summary)
        case .category(var summary):
            self = .vacant
            switch values {
            case .booleans(let booleans): summary.add(booleans: booleans, states: states)
            case .text(let bytes, let offsets): summary.add(bytes: bytes, offsets: offsets, states: states)
            case .numbers, .integers: summary.addInvalid(values.count, states: states)
            }
            self = .category(summary)
        }
    }

    /// Adds the rows of another part of the data; both must be of one kind.
    package mutating func merge(_ other: ColumnSummary) {
        switch (self, other) {
        case (.numeric(var mine), .numeric(let theirs)):
            self = .vacant
            mine.merge(theirs)
            self = .numeric(mine)
        case (.category(var mine), .category(let theirs)):
            self = .vacant
            mine.merge(theirs)
            self = .category(mine)
        default: preconditionFailure("a numeric and a categorical summary do not add up")
        }
    }

    /// A profile without rows, on cells fitted to this data: what the second pass counts into.
    package var emptyProfile: ColumnProfile {
        switch self {
        case .numeric(let summary): .numeric(NumericProfile(cells: summary.cells))
        case .category(let summary): .category(CategoryProfile(cells: summary.cells))
        }
    }

    private static let vacant = ColumnSummary.numeric(NumericSummary(sampleCapacity: 0, precision: 4))
}
