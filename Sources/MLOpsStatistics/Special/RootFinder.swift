/// Newton's method that cannot leave a bracket: where a step would, the bracket is halved.
enum RootFinder {
    /// Returns u in `bracket` where an increasing function crosses zero, to the last digits.
    ///
    /// - Parameter function: returns value and slope; an infinite value only tells the side.
    static func increasing(
        in bracket: ClosedRange<Double>, near start: Double,
        of function: (Double) -> (value: Double, slope: Double)
    ) -> Double {
        var low = bracket.lowerBound
        var high = bracket.upperBound
        var u = min(max(start, low), high)
        if !u.isFinite { u = low + (high - low) / 2 }
        for _ in 0..<200 {
            let (value, slope) = function(u)
            if value == 0 { return u }
            if value > 0 { high = u } else { low = u }
            let newton = u - value / slope
            let inside = newton.isFinite && newton > low && newton < high
            let next = inside ? newton : low + (high - low) / 2
            if next == u || abs(next - u) <= 0x1p-52 * max(abs(u), 1e-3) { return next }
            u = next
        }
        return u
    }
}
