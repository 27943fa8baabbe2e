/// The area under the receiver operating characteristic of models on the same rows, with what is needed to compare them.
///
/// Sources: DeLong, DeLong and Clarke-Pearson, *Biometrics* 44:837, 1988; in O(n log n) by the mid-ranks of Sun and Xu,
/// *IEEE Signal Processing Letters* 21:1389, 2014.
struct DeLong: Sendable, Equatable {
    /// In [0, 1]; ties count ½.
    let area: Double
    /// Of each positive row: the share of negative rows with a lower score.
    private let positives: [Double]
    /// Of each negative row: the share of positive rows with a higher score.
    private let negatives: [Double]

    /// nil unless there are rows of both kinds; scores must be finite.
    init?(scores: [Double], isPositive: [Bool]) {
        var (high, low): ([Double], [Double]) = ([], [])
        for (score, isPositive) in zip(scores, isPositive) {
            if isPositive { high.append(score) } else { low.append(score) }
        }
        guard !high.isEmpty, !low.isEmpty else { return nil }
        let all = Self.midRanks(high + low)
        let (m, n) = (Double(high.count), Double(low.count))
        positives = zip(all, Self.midRanks(high)).map { ($0 - $1) / n }
        negatives = zip(all[high.count...], Self.midRanks(low)).map { 1 - ($0 - $1) / m }
        area = NeumaierSum.of(positives) / m
    }

    /// The variance of `area`; 0 when a kind has one row.
    var variance: Double { Self.variance(positives) + Self.variance(negatives) }

    /// The variance of this area minus that of another model on the same rows.
    func varianceOfDifference(from other: DeLong) -> Double {
        Self.variance(zip(positives, other.positives).map { $0 - $1 })
            + Self.variance(zip(negatives, other.negatives).map { $0 - $1 })
    }

    /// What each row adds to this area minus that of another model on the same rows.
    func effects(besides other: DeLong) -> [Double] {
        Self.effects(positives, other.positives) + Self.effects(negatives, other.negatives)
    }

    private static func effects(_ own: [Double], _ others: [Double]) -> [Double] {
        zip(own, others).map { ($0 - $1) / Double(own.count) }
    }

    /// What a row adds at most: one whose rank falls from the highest to the lowest.
    var largestEffect: Double { 1 / Double(min(positives.count, negatives.count)) }

    /// The variance of a mean.
    private static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = NeumaierSum.of(values) / Double(values.count)
        let squares = NeumaierSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) })
        return squares / Double(values.count - 1) / Double(values.count)
    }

    /// Ranks from 1; equal values share the middle of their places.
    private static func midRanks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }
}
