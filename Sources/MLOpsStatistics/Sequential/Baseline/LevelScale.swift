/// The scale that the level of a numeric column is measured on: from the median, in units of the range from 5 to 95 %.
///
/// The level of a window is the mean of its values on this scale, each taken to lie at most ``farthest`` units out. Unlike
/// P(reference < window) it goes on to grow when all values have left those of the reference, and unlike the plain mean
/// no few values decide it. It comes from the cells, so that it is the same for any order and any split of the rows.
package struct LevelScale: Sendable, Equatable {
    /// In units; far enough that what left the reference is told from where its windows lay, even when they rose all along.
    package static let farthest = 3.0

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
        guard profile.moments.count > 0 else { return nil }
        let count = Double(profile.moments.count)
        var (sum, squares) = (0.0, 0.0)
        for cell in profile.counts.indices {
            // Within a cell all values are taken for their mean.
            guard let mean = profile.mean(of: cell) else { continue }
            let score = min(Self.farthest, max(-Self.farthest, (mean - middle) / range))
            sum += Double(profile.counts[cell]) * score
            squares += Double(profile.counts[cell]) * score * score
        }
        let mean = sum / count
        return (mean, max(0, squares / count - mean * mean) / count)
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
