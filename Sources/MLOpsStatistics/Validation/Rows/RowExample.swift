/// One of the first rows that something is the matter with.
package struct RowExample: Hashable, Sendable, Codable, Comparable {
    /// Counted from 1, without the header.
    package var row: Int
    /// What stands there; nil where that says nothing, as of a missing value.
    package var value: String?

    package init(row: Int, value: String?) { (self.row, self.value) = (row, value) }

    package static func < (a: RowExample, b: RowExample) -> Bool { (a.row, a.value ?? "") < (b.row, b.value ?? "") }
}
