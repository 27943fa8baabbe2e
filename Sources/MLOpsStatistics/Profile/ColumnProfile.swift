/// What is known of one column in a window, whatever its kind.
package enum ColumnProfile: Sendable, Equatable {
    case numeric(NumericProfile)
    case category(CategoryProfile)

    package var rows: Int {
        switch self {
        case .numeric(let profile): profile.rows
        case .category(let profile): profile.rows
        }
    }

    package var nulls: Int {
        switch self {
        case .numeric(let profile): profile.special.nulls
        case .category(let profile): profile.nulls
        }
    }

    /// The same cells without rows.
    package var emptied: ColumnProfile {
        switch self {
        case .numeric(let profile): .numeric(NumericProfile(cells: profile.cells))
        case .category(let profile): .category(CategoryProfile(cells: profile.cells))
        }
    }

    /// Adds the rows of another window; both must be of the same cells.
    package mutating func merge(_ other: ColumnProfile) {
        combine(other, numeric: { $0.merge($1) }, category: { $0.merge($1) })
    }

    /// Undoes a ``merge(_:)``.
    package mutating func subtract(_ other: ColumnProfile) {
        combine(other, numeric: { $0.subtract($1) }, category: { $0.subtract($1) })
    }

    private mutating func combine(
        _ other: ColumnProfile, numeric: (inout NumericProfile, NumericProfile) -> Void,
        category: (inout CategoryProfile, CategoryProfile) -> Void
    ) {
        // Consumed while it changes, so that its arrays are not copied.
        switch consume self {
        case .numeric(var mine):
            guard case .numeric(let theirs) = other else { preconditionFailure(Self.differentKinds) }
            numeric(&mine, theirs)
            self = .numeric(mine)
        case .category(var mine):
            guard case .category(let theirs) = other else { preconditionFailure(Self.differentKinds) }
            category(&mine, theirs)
            self = .category(mine)
        }
    }

    private static let differentKinds = "a numeric and a categorical profile do not add up"

    /// Of no rows and no kind that a column has.
    static let vacant = ColumnProfile.category(CategoryProfile(cells: CategoryCells(categories: [])))
}
