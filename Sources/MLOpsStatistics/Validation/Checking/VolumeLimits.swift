import RealModule

/// How many rows a window may have, after the numbers of rows of earlier windows.
///
/// Median ± z·1.4826·MAD of the logarithms, widened as a prediction from so few windows needs it: by Student's t in
/// place of the normal distribution, and √(1 + 1/k).
package struct VolumeLimits: Hashable, Sendable {
    package static let minimumWindows = 5

    package let range: ClosedRange<Double>

    /// nil: too few windows.
    package init?(earlier: [Int], z: Double) {
        guard earlier.count >= Self.minimumWindows, z > 0, z.isFinite else { return nil }
        let logs = earlier.map { Double.log(onePlus: Double(max(0, $0))) }
        let centre = Self.median(logs)
        let spread = 1.4826 * Self.median(logs.map { ($0 - centre).magnitude })
        // What chance alone does to a count, so that equal windows do not make every other number wrong.
        let floor = Double.exp(-centre / 2)
        let count = Double(earlier.count)
        let tail = Normal.upper(min(z, 8))
        let t = StudentT(degreesOfFreedom: count - 1).upperQuantile(tail)
        let half = max(spread, floor) * t * (1 + 1 / count).squareRoot()
        range = (Double.exp(centre - half) - 1).rounded(.down)...(Double.exp(min(700, centre + half)) - 1).rounded(.up)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
