/// A place in the list of a dataset's files by sequence: where the next part begins.
package struct FilePosition: Hashable, Sendable {
    let sequence: Int64
    let row: Int64

    /// Behind the files that have no number yet.
    package static let start = FilePosition(sequence: 0, row: .max)
}
