import MLOpsData

/// The shape of a column by itself: equal steps between nearly its extremes, or its most frequent values.
struct ValueHistogram {
    static let bins = 16
    let shares: [Double]

    init(_ column: TableSummary.Column) {
        guard column.family.isOrdered else {
            let counts = column.frequent.items.prefix(Self.bins).map { Double($0.count) }
            shares = counts.map { $0 / Double(max(1, column.values)) }
            return
        }
        guard let low = column.quantile(0.005), let high = column.quantile(0.995), !column.sample.isEmpty else {
            shares = []
            return
        }
        var counts = [Double](repeating: 0, count: Self.bins)
        let step = (high - low) / Double(Self.bins)
        for value in column.sample {
            // Where the extremes are too far apart for a difference, there is nothing to see either.
            let place = step > 0 && step.isFinite ? (value - low) / step : 0
            counts[Int(min(max(0, place), Double(Self.bins - 1)))] += 1
        }
        shares = counts.map { $0 / Double(column.sample.count) }
    }
}
