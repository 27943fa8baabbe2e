import RealModule

/// How far the true difference of two models may lie from the observed one when they differ on few rows, or on none.
///
/// What rows add that are rare and change the difference by `effect` each has the variance effect · sum. The score bound
/// solves (true - observed)² = z² (variance + effect · |true - observed|); of a count k of events it is
/// k + z²/2 + z √(k + z²/4). Of rows that were not seen at all there may be -ln(error): three at 5 %.
///
/// Sources: Barker, *The American Statistician* 56:85, 2002 (the score bound of a rate); Hanley and Lippman-Hand, *JAMA*
/// 249:1743, 1983 (the rule of three).
struct RareRows: Sendable {
    /// With fewer rows that differ it is not known how much one does.
    static let enough = 30

    /// What one row changes in the difference, in units of the metric; 0 or more.
    let effect: Double

    /// - Parameters:
    ///   - error: the probability with which the bound may fail.
    ///   - variance: of the observed difference.
    func reach(error: Double, variance: Double) -> Double {
        let z = Normal.upperQuantile(error)
        let half = z * z * effect / 2
        return max(half + (half * half + z * z * variance).squareRoot(), -Double.log(error) * effect)
    }

    /// The effect of rows that change the difference by so much each: their common size, or more where few are large.
    ///
    /// The ratio of the third to the second moment, which is what skews a sum.
    static func size(of effects: some Sequence<Double>) -> (effect: Double, count: Int) {
        var (squares, cubes, count) = (0.0, 0.0, 0)
        for effect in effects where effect != 0 {
            squares += effect * effect
            cubes += abs(effect) * effect * effect
            count += 1
        }
        return (squares > 0 ? cubes / squares : 0, count)
    }
}

extension RareRows {
    /// Of metrics that follow from sums.
    init(_ own: RowMeasure, besides other: RowMeasure, error: Double) {
        let unseen = -Double.log(error)
        guard !own.isBounded else {
            effect = own.effect(ofRows: unseen)
            return
        }
        let seen = Self.size(of: own.effects(besides: other))
        effect = seen.count < Self.enough ? max(seen.effect, own.effect(ofRows: unseen)) : seen.effect
    }

    /// Of areas under curves.
    init(_ own: DeLong, besides other: DeLong) {
        let seen = Self.size(of: own.effects(besides: other))
        effect = seen.count < Self.enough ? max(seen.effect, own.largestEffect) : seen.effect
    }
}

extension RowMeasure {
    /// What of the value goes back to each row of which another model made something else.
    fileprivate func effects(besides other: RowMeasure) -> [Double] {
        guard let totals, let observed = value(totals) else { return [] }
        var changed = totals
        return zip(sums, other.sums).compactMap { own, others in
            guard own != others else { return nil }
            for column in changed.indices { changed[column] = totals[column] - own[column] + others[column] }
            return value(changed).map { observed - $0 }
        }
    }

    /// The most that one of so many rows changes which are not among these.
    fileprivate func effect(ofRows rows: Double) -> Double {
        guard let totals, let observed = value(totals) else { return 0 }
        return changes.reduce(0) { largest, change in
            // No more rows can leave a place than are in it.
            let possible = zip(totals, change).reduce(rows) { $1.1 < 0 ? min($0, -$1.0 / $1.1) : $0 }
            let moved = zip(totals, change).map { $0 + possible * $1 }
            guard possible > 0, let after = value(moved), after.isFinite else { return largest }
            return max(largest, abs(after - observed) / possible)
        }
    }
}
