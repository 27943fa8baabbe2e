/// What a change of the clocks did to a slot, for people who wonder about its time.
package enum SlotNote: Hashable, Sendable {
    /// The clocks skip the time that the expression names, `from`; the slot is the first instant after the gap.
    case shifted(from: CivilDateTime)
    /// The clocks show this time twice, and the slot is its first occurrence.
    case firstOfTwo
    /// The clocks show this time twice, and the slot is its second occurrence.
    case secondOfTwo
}

extension SlotNote: CustomStringConvertible {
    package var description: String {
        switch self {
        case .shifted(let reading): "the clocks skip \(reading.timeText); moved to the end of the gap"
        case .firstOfTwo: "the clocks show this time twice; this is the first"
        case .secondOfTwo: "the clocks show this time twice; this is the second"
        }
    }
}
