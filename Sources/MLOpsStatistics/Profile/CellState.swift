/// What a row holds, as batches of columns give it: one byte a row.
package enum CellState {
    package static let value: UInt8 = 0
    package static let null: UInt8 = 1
    /// Text that is not of the column's type; so is every other byte.
    package static let invalid: UInt8 = 2
}
