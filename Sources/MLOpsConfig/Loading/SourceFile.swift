/// A file of the configuration as it was read.
package struct SourceFile: Hashable, Sendable {
    /// Absolute.
    package var path: String
    package var text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}
