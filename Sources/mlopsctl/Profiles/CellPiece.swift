import MLOpsStatistics

/// The values of one cell, as if they lay evenly between two places in it.
struct CellPiece {
    let low: Double
    let high: Double
    /// Of all values of the column.
    let share: Double

    static func all(of profile: NumericProfile) -> [CellPiece] {
        let total = Double(profile.moments.count)
        return profile.counts.indices.compactMap { cell in
            guard profile.counts[cell] > 0, let mean = profile.mean(of: cell) else { return nil }
            let share = Double(profile.counts[cell]) / total
            // What lies beyond the cells, or on one point, is shown at its mean.
            guard let low = profile.cells.lowerEnd(cell), let high = profile.cells.upperEnd(cell),
                !profile.cells.isAtom(cell)
            else { return CellPiece(low: mean, high: mean, share: share) }
            // The widest even spread about the mean that stays inside, so that one outlier does not stretch the axis.
            let reach = min(mean - low, high - mean)
            let isEven = reach > 0.25 * (high - low)
            return CellPiece(low: isEven ? low : mean - reach, high: isEven ? high : mean + reach, share: share)
        }
    }

    /// The range of all values, or where a few stretch it much, without the outermost half per cent at each end.
    static func ends(of pieces: [CellPiece]) -> (low: Double, high: Double) {
        let whole = (low: pieces.first?.low ?? 0, high: pieces.last?.high ?? 0)
        let most = (low: end(pieces, \.low, \.high), high: end(pieces.reversed(), \.high, \.low))
        return whole.high - whole.low <= 1.5 * (most.high - most.low) ? whole : most
    }

    private static func end(
        _ pieces: [CellPiece], _ near: KeyPath<CellPiece, Double>, _ far: KeyPath<CellPiece, Double>
    ) -> Double {
        var left = 0.005
        for piece in pieces {
            if left < piece.share {
                return piece[keyPath: near] + (piece[keyPath: far] - piece[keyPath: near]) * (left / piece.share)
            }
            left -= piece.share
        }
        return pieces.last?[keyPath: far] ?? 0
    }
}
