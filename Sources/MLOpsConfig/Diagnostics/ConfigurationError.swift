/// Configuration that cannot be used, with everything that is wrong with it rather than only the first thing.
package struct ConfigurationError: Error, Hashable, Sendable {
    /// In the order of the file; never empty.
    package var diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    init(_ diagnostic: Diagnostic) { self.init([diagnostic]) }
}

extension ConfigurationError: CustomStringConvertible {
    /// One diagnostic a line.
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
