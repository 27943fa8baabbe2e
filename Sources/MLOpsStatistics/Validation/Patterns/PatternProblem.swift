/// Why a pattern cannot be used.
package struct PatternProblem: Error, Hashable, Sendable {
    package var words: String
    /// In Unicode scalars from 0.
    package var offset: Int
}
