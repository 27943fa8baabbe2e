/// What becomes of a slot whose local time the clocks skip when they are set forward.
package enum GapPolicy: String, CaseIterable, Hashable, Sendable {
    /// The slot moves to the first instant after the gap.
    case shift
    /// There is no slot.
    case skip
}
