/// Which slots there are when the clocks are set back and a local time occurs twice.
package enum OverlapPolicy: String, CaseIterable, Hashable, Sendable {
    /// The first occurrence only.
    case first
    /// The last occurrence only.
    case last
    /// Both occurrences.
    case both
}
