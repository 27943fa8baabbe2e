/// The truth of a condition; `unknown` is neither true nor false.
package enum VerdictValue: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
    case `true`, `false`, unknown
}
