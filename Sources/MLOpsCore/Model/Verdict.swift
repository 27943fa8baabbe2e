/// The truth of a condition; `unknown` is neither, and never decides.
package enum Verdict: String, Sendable, Codable, CaseIterable {
    case `true`, `false`, unknown
}
