/// A run of consecutive slots, counted without listing them.
package struct SlotSpan: Hashable, Sendable {
    /// How many slots there are; at least one.
    package var count: Int
    /// The earliest.
    package var first: Instant
    /// The latest; equal to `first` when there is only one.
    package var last: Instant

    package init(count: Int, first: Instant, last: Instant) {
        self.count = count
        self.first = first
        self.last = last
    }
}
