/// Bounds that belong to the range; nil: no bound.
package struct ValueRange: Hashable, Sendable, Codable {
    package var minimum: Double?
    package var maximum: Double?
    /// Proposed by inference and not confirmed by a person, so that breaking it warns and blocks nothing.
    package var isSuggested: Bool

    package init(_ minimum: Double?, _ maximum: Double?, isSuggested: Bool = false) {
        self.minimum = minimum
        self.maximum = maximum
        self.isSuggested = isSuggested
    }

    package func contains(_ value: Double) -> Bool {
        value >= minimum ?? -.infinity && value <= maximum ?? .infinity
    }

    /// The range with room for the extremes of what was seen.
    package func including(_ least: Double?, _ largest: Double?) -> ValueRange {
        var range = self
        if let bound = minimum, let least { range.minimum = min(bound, least) }
        if let bound = maximum, let largest { range.maximum = max(bound, largest) }
        return range
    }
}
