/// Bytes that are not an encoded profile, or not one for these cells.
package struct MalformedProfile: Error, Equatable, CustomStringConvertible {
    /// What was expected.
    package let expected: String
    /// Where, in bytes from the start.
    package let offset: Int

    package var description: String {
        "cannot decode a profile: byte \(offset) is not \(expected); the file it belongs to must be profiled again"
    }
}
