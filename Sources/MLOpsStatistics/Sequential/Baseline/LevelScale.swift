import RealModule

/// The scale that the level of a numeric column is measured on: from the median, in units of the range from 5 to 95 %.
///
/// The level of a window is the mean of its values on this scale, each taken to lie at most ``farthest`` units out. Unlike
/// P(reference < window) it goes on to grow when all values have left those of the reference, and unlike the plain mean
/// no few values decide it. It comes from the cells, so that it is the same for any order and any split of the rows.
package struct LevelScale: Sendable, Equatable {
    /// In units; far enough that what left the reference is told from where its windows lay, even when they rose all along.
    package static let farthest = 3.0
    /// In units, about the width of a cell: how far apart values within one lie is hardly known.
    package static let finest = 0.05

    let middle: Double
    let range: Double

    /// nil when nine of ten values are equal: then windows lie so close together that P(reference < window) tells enough.
    package init?(_ profile: NumericProfile) {
        guard let low = profile.value(at: 0.05), let middle = profile.value(at: 0.5), let high = profile.value(at: 0.95)
        else { return nil }
        self.init(middle: middle, range: high - low)
    }

    /// nil for a scale that nothing can be measured on.
    init?(middle: Double, range: Double) {
        guard middle.isFinite, range.isFinite, range > 0 else { return nil }
        (self.middle, self.range) = (middle, range)
    }

    /// Returns the level of the values, and the variance that it has when they are independent; nil without values.
    package func level(of profile: NumericProfile) -> (value: Double, variance: Double)? {
        mean(of: profile) { score, _ in score }
    }

    /// Returns the logarithm of the mean distance from the level, ``finest`` added, and the variance that it has when the
    /// values are independent; nil without values.
    package func spread(of profile: NumericProfile) -> (value: Double, variance: Double)? {
        guard let level = level(of: profile)?.value,
            let distance = mean(of: profile, { Self.distance(of: $0, reach: $1, from: level) })
        else { return nil }
        let blurred = distance.value + Self.finest
        return (Double.log(blurred), distance.variance / (blurred * blurred))
    }

    // Of values spread evenly around a score, up to `reach` away from it.
    private static func distance(of score: Double, reach: Double, from level: Double) -> Double {
        let gap = abs(score - level)
        return gap < reach ? (gap * gap + reach * reach) / (2 * reach) : gap
    }

    // The figure of each cell's score, and of how far its values reach on both sides of it.
    private func mean(
        of profile: NumericProfile, _ figure: (_ score: Double, _ reach: Double) -> Double
    ) -> (value: Double, variance: Double)? {
        guard profile.moments.count > 0 else { return nil }
        let count = Double(profile.moments.count)
        var (sum, squares) = (0.0, 0.0)
        for cell in profile.counts.indices {
            guard let mean = profile.mean(of: cell) else { continue }
            let score = min(Self.farthest, max(-Self.farthest, (mean - middle) / range))
            let value = figure(score, score.magnitude < Self.farthest ? reach(of: mean, in: cell, profile.cells) : 0)
            sum += Double(profile.counts[cell]) * value
            squares += Double(profile.counts[cell]) * value * value
        }
        let mean = sum / count
        return (mean, max(0, squares / count - mean * mean) / count)
    }

    // As far as the nearer end of the cell; nothing is known of a cell without one.
    private func reach(of mean: Double, in cell: Int, _ cells: NumericCells) -> Double {
        guard let lower = cells.lowerEnd(cell), let upper = cells.upperEnd(cell) else { return 0 }
        return max(0, min(mean - lower, upper - mean)) / range
    }
}

extension NumericProfile {
    // The mean of the cell that holds the value below which this share lies.
    fileprivate func value(at share: Double) -> Double? {
        var below = 0.0
        for cell in counts.indices where counts[cell] > 0 {
            below += Double(counts[cell])
            if below >= share * Double(moments.count) { return mean(of: cell) }
        }
        return nil
    }
}
