/// Which of several files cannot be read, and why.
package struct UnreadableFile: Error, Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let error: DataError

    package var description: String { "cannot read \(name.debugDescription): \(error)" }
}

extension DataFile {
    package var shownName: String { String(decoding: name, as: UTF8.self) }
}
