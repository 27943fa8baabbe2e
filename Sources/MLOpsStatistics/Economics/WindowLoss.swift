/// The losses of one window of predictions, summed.
package struct WindowLoss: Sendable, Equatable, Codable {
    package let rows: Double
    package let total: Double
    /// Σ loss².
    package let squares: Double

    package static let none = WindowLoss(rows: 0, total: 0, squares: 0)

    /// Requires rows ≥ 0 and finite sums; others count as a window without rows.
    package init(rows: Double, total: Double, squares: Double) {
        let isSound = rows > 0 && rows.isFinite && total.isFinite && squares.isFinite
        (self.rows, self.total, self.squares) = isSound ? (rows, total, max(squares, 0)) : (0, 0, 0)
    }

    /// The losses of so many rows of which some are errors.
    package init(rows: Int, errors: Int) {
        self.init(rows: Double(rows), total: Double(errors), squares: Double(errors))
    }

    /// The sums of such losses; what is no number does not count.
    package init(_ losses: some Sequence<Double>) {
        var (rows, total, squares) = (0.0, 0.0, 0.0)
        for loss in losses where loss.isFinite {
            rows += 1
            total += loss
            squares += loss * loss
        }
        self.init(rows: rows, total: total, squares: squares)
    }

    package static func + (a: WindowLoss, b: WindowLoss) -> WindowLoss {
        WindowLoss(rows: a.rows + b.rows, total: a.total + b.total, squares: a.squares + b.squares)
    }

    /// 0 without rows.
    package var mean: Double { rows > 0 ? total / rows : 0 }

    /// Of the loss of a row; never less than what one loss more would make it.
    package var variance: Double { rows > 1 ? max(1 / (rows * rows), (squares - total * mean) / (rows - 1)) : 0 }
}
