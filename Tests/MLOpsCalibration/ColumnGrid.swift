import MLOpsStatistics

/// G1: how often one column of one distribution is called different, over shapes and sizes.
package struct ColumnGrid: Sendable {
    package struct Setting: Sendable {
        package let column: SimulatedColumn
        package let reference: Int
        package let current: Int

        package init(_ column: SimulatedColumn, _ reference: Int, _ current: Int) {
            (self.column, self.reference, self.current) = (column, reference, current)
        }

        package var name: String { "\(column.name), \(reference) v \(current)" }
    }

    package static let sizes = [
        (200, 50), (200, 500), (200, 10_000), (2000, 50), (2000, 500), (2000, 10_000), (100_000, 50), (100_000, 500),
        (100_000, 10_000),
    ]

    /// Every shape at every size.
    package static var settings: [Setting] {
        (SimulatedColumn.numeric + SimulatedColumn.categorical).flatMap { column in
            sizes.map { Setting(column, $0.0, $0.1) }
        }
    }

    /// Draws reference and window anew `trials` times; a reference ten or more times as large serves four windows.
    package static func run(_ setting: Setting, trials: Int, seed: UInt64) -> Tally {
        var random = Xoshiro256StarStar(seed: seed)
        var tally = Tally()
        let windows = setting.reference >= 10 * setting.current && setting.reference > 10_000 ? 4 : 1
        while tally.trials < trials {
            let reference = setting.column.reference(setting.reference, &random)
            for _ in 0..<windows {
                let window = setting.column.window(setting.current, on: reference, &random)
                tally.add(RowEvidence.between(reference, window).evidence?.p)
            }
        }
        return tally
    }
}

extension ColumnGrid.Setting {
    /// Whether a discrete statistic of few cells cannot reach every level; then only the upper limit can be asked for.
    package var hasFewCells: Bool {
        switch column {
        case .zipf(let count), .equalCategories(let count): count < 5 || 10 * count > min(reference, current)
        default: false
        }
    }
}
