/// Collects what is wrong with one file while it is read.
///
/// Not shared: one reading, one collection.
final class Findings {
    private(set) var diagnostics: [Diagnostic] = []

    /// More than these say nothing new, and a hostile file must not make a message without end.
    static let limit = 100

    var isEmpty: Bool { diagnostics.isEmpty }
    var isFull: Bool { diagnostics.count >= Self.limit }

    func report(_ diagnostic: Diagnostic) {
        guard !isFull else { return }
        diagnostics.append(diagnostic)
    }

    /// The findings as an error in the order of the file, or nil when there is none.
    var error: ConfigurationError? {
        guard !diagnostics.isEmpty else { return nil }
        let places = diagnostics.enumerated().sorted { left, right in
            (left.element.file, left.element.line ?? 0, left.element.column ?? 0, left.offset)
                < (right.element.file, right.element.line ?? 0, right.element.column ?? 0, right.offset)
        }
        return ConfigurationError(places.map(\.element))
    }
}
