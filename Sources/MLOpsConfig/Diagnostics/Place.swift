/// A character of a file.
struct Place: Hashable, Sendable {
    var file: String
    /// Counted from 1.
    var line: Int
    /// In Unicode scalars from 1.
    var column: Int
}
