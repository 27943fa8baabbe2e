/// Losses of any range as numbers in 0...1: what lies outside the usual range counts as its end.
///
/// So no single loss, however large, proves anything by itself.
package struct LossScale: Sendable, Equatable {
    package let low: Double
    package let high: Double

    /// Beyond this a loss is as bad as can be; differences stay finite.
    static let largest = 1e300

    /// Requires finite ends; equal ones, or a reversed pair, mean that only what is above `low` is a loss, of 1.
    package init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

    /// The scale on which losses are already in 0...1.
    package static let unit = LossScale(low: 0, high: 1)

    /// Returns the loss in 0...1; requires a number, infinite or not.
    package func position(_ loss: Double) -> Double {
        guard high > low else { return loss > low ? 1 : 0 }
        return max(0, min(1, (max(-Self.largest, min(Self.largest, loss)) - low) / (high - low)))
    }

    /// Returns the loss that has this position.
    package func loss(_ position: Double) -> Double { high > low ? low + position * (high - low) : low + position }

    /// Returns a difference of losses as one of positions.
    package func length(_ difference: Double) -> Double { high > low ? difference / (high - low) : difference }
}
