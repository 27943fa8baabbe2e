/// Which of several files cannot be profiled, and why.
package struct TableFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let error: DataError

    init(_ file: DataFile, _ error: DataError) {
        self.file = String(decoding: file.name, as: UTF8.self)
        self.error = error
    }

    package var description: String { "cannot profile \(file.debugDescription): \(error)" }
}
