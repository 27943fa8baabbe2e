/// The χ² distribution with `degreesOfFreedom` > 0.
package struct ChiSquared: Sendable, Equatable {
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// Returns P(X > x).
    package func upper(_ x: Double) -> Double { IncompleteGamma.upper(degreesOfFreedom / 2, x / 2) }

    /// Returns x with P(X > x) = q.
    package func upperQuantile(_ q: Double) -> Double { 2 * IncompleteGamma.inverseUpper(degreesOfFreedom / 2, q) }
}
