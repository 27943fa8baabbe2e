/// Counts of pairs of label and prediction among k classes, with what follows from their margins.
struct ConfusionTable: Sendable {
    /// Classes are numbered from 0.
    struct Cell: Sendable {
        let label: Int
        let prediction: Int
        var count: Double
    }

    let cells: [Cell]
    let classes: Int
    /// How many labels, predictions and agreements each class has.
    let labels: [Double]
    let predictions: [Double]
    let agreements: [Double]
    let total: Double

    init(cells: [Cell]) {
        self.cells = cells
        classes = (cells.map { max($0.label, $0.prediction) }.max() ?? -1) + 1
        var (labels, predictions) = ([Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes))
        var agreements = labels
        for cell in cells {
            labels[cell.label] += cell.count
            predictions[cell.prediction] += cell.count
            if cell.label == cell.prediction { agreements[cell.label] += cell.count }
        }
        (self.labels, self.predictions, self.agreements) = (labels, predictions, agreements)
        total = cells.reduce(0) { $0 + $1.count }
    }

    /// Returns the standard error of a function of the counts whose derivative by the count of a cell is `slope`.
    func error(_ slope: (Cell) -> Double) -> Double { DeltaMethod.error(of: cells.map(\.count), cells.map(slope)) }

    /// Each pair of classes that exist counted half a time more: where all rows agree the table itself shows no error.
    var softened: ConfusionTable {
        var soft = cells
        // What has no cell yet does not matter where there are many classes.
        guard classes <= 64 else { return self }
        var missing = Set((0..<classes * classes).map { $0 })
        for index in soft.indices {
            soft[index].count += 0.5
            missing.remove(soft[index].label * classes + soft[index].prediction)
        }
        for place in missing.sorted() {
            soft.append(Cell(label: place / classes, prediction: place % classes, count: 0.5))
        }
        return ConfusionTable(cells: soft)
    }

    /// The value with its interval; without an error of its own with that of the softened table.
    func figure(
        _ value: Double, _ error: (ConfusionTable) -> (value: Double?, error: Double),
        _ interval: (Double, Double) -> PerformanceFigure
    ) -> PerformanceFigure {
        let own = error(self).error
        // What is left of an error of 0 after rounding is far below.
        if own > 1e-9 { return interval(value, own) }
        let soft = error(softened)
        guard let centre = soft.value, soft.error > 0 else { return PerformanceFigure(value: value) }
        let around = interval(centre, soft.error)
        return PerformanceFigure(
            value: value, low: around.low.map { min($0, value) }, high: around.high.map { max($0, value) })
    }
}
