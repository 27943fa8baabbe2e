/// A place in the list of a dataset's files by sequence: where the next part begins.
package struct FilePosition: Hashable, Sendable {
    let sequence: Int64
    let row: Int64

    /// Behind the files that have no number yet.
    package static let start = FilePosition(after: 0)

    /// Behind the file with this number.
    package init(after sequence: Int64) { self.init(sequence: sequence, row: .max) }

    init(sequence: Int64, row: Int64) {
        self.sequence = sequence
        self.row = row
    }
}
