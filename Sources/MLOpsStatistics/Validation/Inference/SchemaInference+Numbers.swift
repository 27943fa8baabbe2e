/// Ranges of numbers.
extension SchemaInference {
    func inferNumbers(_ column: ColumnEvidence, _ rules: inout ColumnRules) {
        let sorted = column.numbers.sample.values.sorted()
        guard sorted.count >= 100 else { return }
        let most = column.numbers.topValues(1).first?.count ?? 0
        rules.varies = varies(min(most, column.values), of: column.values)
        // Counters and identifiers leave every range behind them, as they should.
        guard !rules.isUnique, !isCounter(column) else {
            rules.watchesDrift = false
            return
        }
        inferSoftRange(sorted, &rules)
        inferRange(column, sorted, &rules)
        let median = column.numbers.quantiles([0.5])?.first ?? 0
        if median != 0 { rules.median = NumberText.rounded(median, 6, .toNearestOrEven) }
    }

    private func isCounter(_ column: ColumnEvidence) -> Bool {
        guard let wholes = column.wholes, column.numbers.distinctCount > 100 else { return false }
        return wholes.ascends
    }

    /// [q.001 − 1.5·(q.01 − q.001), q.999 + 1.5·(q.999 − q.99)], with a bound for the share outside.
    private func inferSoftRange(_ sorted: [Double], _ rules: inout ColumnRules) {
        func quantile(_ q: Double) -> Double { sorted[Int((q * Double(sorted.count - 1)).rounded())] }
        let (low, high) = (quantile(0.001), quantile(0.999))
        guard low < high else { return }
        let bottom = min(sorted[0], low - 1.5 * (quantile(0.01) - low))
        let top = max(sorted[sorted.count - 1], high + 1.5 * (high - quantile(0.99)))
        let least = sorted.count >= Self.minimumRows ? low - 1.5 * (quantile(0.01) - low) : bottom
        let largest = sorted.count >= Self.minimumRows ? high + 1.5 * (high - quantile(0.99)) : top
        let grid = Self.grid(of: high - low, isWhole: rules.type == .int)
        let (minimum, maximum) = ((least / grid).rounded(.down) * grid, (largest / grid).rounded(.up) * grid)
        guard minimum.isFinite, maximum.isFinite, minimum < maximum else { return }
        let clean = { (value: Double) in NumberText.rounded(value, 12, .toNearestOrEven) }
        let range = ValueRange(clean(minimum), clean(maximum))
        rules.softRange = range
        // What lies beyond two order statistics is at most what one event more would bound (Wilks, 1941).
        let outside = sorted.count { !range.contains($0) }
        rules.maximumOutside = bound(outside + 1, of: sorted.count)
    }

    /// A round number that is small beside a width.
    private static func grid(of width: Double, isWhole: Bool) -> Double {
        var grid = 1.0
        while grid * 1000 <= width, grid < 1e300 { grid *= 10 }
        while grid * 100 > width, grid > 1e-300 { grid /= 10 }
        return isWhole ? max(1, grid) : grid
    }

    /// Non-negative, or from 0 to 1, where values come right up to the end and none beyond.
    private func inferRange(_ column: ColumnEvidence, _ sorted: [Double], _ rules: inout ColumnRules) {
        guard column.values >= Self.minimumRows, let minimum = column.numbers.minimum,
            let maximum = column.numbers.maximum, minimum >= 0, minimum < maximum, Self.reachesZero(sorted)
        else { return }
        rules.range = ValueRange(0, nil, isSuggested: true)
        guard rules.type == .float, maximum <= 1, Self.reachesZero(sorted.reversed().map { 1 - $0 }) else { return }
        rules.range = ValueRange(0, 1, isSuggested: true)
        rules.semantic = .probability
    }

    /// Whether values are as dense just above zero as a little further up; the tail of a distribution that merely has
    /// not reached zero thins out.
    private static func reachesZero(_ ascending: [Double]) -> Bool {
        let edge = ascending[Int(0.05 * Double(ascending.count - 1))]
        let near = ascending.prefix { $0 <= edge / 4 }.count
        let all = ascending.prefix { $0 <= edge }.count
        return Double(near) >= 0.15 * Double(all)
    }
}
