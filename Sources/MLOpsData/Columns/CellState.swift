/// Whether a cell holds a value; `Column.states` holds the raw values.
package enum CellState: UInt8, Hashable, Sendable, CaseIterable {
    case value = 0
    case null = 1
    /// There is something, and it is not of the column's type.
    case invalid = 2
}
