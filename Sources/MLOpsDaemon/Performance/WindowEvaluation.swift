import MLOpsCore
import MLOpsStore

/// Makes figures of the rows of windows whose rows changed.
struct WindowEvaluation {
    private struct Group: Hashable {
        var version: Int64
        var column: Int64
        var segment: Int64
    }

    /// More segments of one window than these are left out.
    static let mostSegments = 1000

    let predictions: PredictionsDefinition
    let store: PredictionStore

    func evaluate(_ window: TouchedWindow) throws { try store.put(figures(of: window), of: window) }

    func figures(of window: TouchedWindow) throws -> [WindowFigure] {
        var sums: [Group: WindowSums] = [:]
        let empty = WindowSums(
            task: predictions.task, classes: try store.codes(ofClasses: predictions.scores.map(\.name)))
        let end = window.start + predictions.grid.length
        try store.forEachRow(in: window.start..<end) { row in
            add(row, to: &sums, Group(version: row.version, column: -1, segment: -1), empty)
            for (column, segment) in row.segments.enumerated() {
                let group = Group(version: row.version, column: Int64(column), segment: Int64(segment))
                add(row, to: &sums, group, empty)
            }
        }
        return sums.map { group, sums in
            WindowFigure(
                start: window.start, version: group.version, column: group.column, segment: group.segment,
                predictions: sums.predictions, labelled: sums.labelled, leastClass: sums.leastClass,
                figures: WindowFigure.text(of: sums.figures))
        }
    }

    private func add(_ row: JoinedRow, to sums: inout [Group: WindowSums], _ group: Group, _ empty: WindowSums) {
        guard sums.count < Self.mostSegments || sums[group] != nil else { return }
        sums[group, default: empty].add(row)
    }
}
