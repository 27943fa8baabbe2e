import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// Estimates the metrics of windows whose labels are still to come, from labelled rows of the same version.
///
/// Of numbers only what was predicted and the segments are known of a row, so that an estimate follows from these.
struct EstimateWatch {
    /// What estimates follow from, until there are many newer labels.
    struct Learnt {
        var codes: Set<Int64>
        /// The last window that it was learnt from, and rows with labels.
        var through: Int64
        var rows: Int64
        /// nil: it could not be learnt, for a reason.
        var estimator: PerformanceEstimator?
        var objection: String?
        /// Windows that were estimated before their labels came, and what these say; nil: not looked at yet.
        var compared: [Compared]?
        var late = LateLabels([:])
    }

    /// More rows than these, the newest, teach little.
    private static let mostRows: Int64 = 20_000
    /// Of a window so many rows, evenly spread, are looked at.
    private static let mostEstimated: Int64 = 20_000
    /// Windows that are older are not estimated any more.
    private static let windowsEstimated = 30
    private static let windowsKnown = 400

    let predictions: PredictionsDefinition
    let store: PredictionStore
    /// Codes of the names of the version.
    let codes: Set<Int64>
    let windows: PerformanceWindows

    /// Estimates what has no estimate yet or has changed.
    func catchUp(_ learnt: inout Learnt?, isStopping: () -> Bool) throws {
        let figures = try store.figures(newest: Self.windowsKnown).filter { codes.contains($0.version) }
        let mature = figures.filter {
            $0.labelled > 0 && windows.isMature($0.start, predictions: $0.predictions, labelled: $0.labelled)
        }
        guard let last = try store.lastPrediction(), !mature.isEmpty else { return }
        let open = figures.suffix(Self.windowsEstimated).filter { figure in
            let end = figure.start + predictions.grid.length
            return (end <= last || windows.now.microseconds - end >= predictions.grid.length)
                && !windows.isMature(figure.start, predictions: figure.predictions, labelled: figure.labelled)
        }
        guard !open.isEmpty else { return }
        if isOutdated(learnt, mature) { learnt = try learn(from: mature) }
        guard var current = learnt else { return }
        let known = try store.figures(newest: Self.windowsKnown, column: WindowFigure.estimated)
        let isCorrectedAnew = compare(mature, with: known, &current)
        for figure in open where !isStopping() {
            let isKnown = known.contains {
                ($0.start, $0.version) == (figure.start, figure.version) && $0.predictions == figure.predictions
                    && $0.labelled == current.rows
            }
            if !isKnown || isCorrectedAnew { try store.put(estimates: [try estimate(figure, current)]) }
        }
        if !isStopping() { learnt = current }
    }

    /// A quarter more rows are worth learning again.
    private func isOutdated(_ learnt: Learnt?, _ mature: [WindowFigure]) -> Bool {
        guard let learnt, learnt.codes == codes else { return true }
        let newer = mature.filter { $0.start > learnt.through }.reduce(0) { $0 + $1.labelled }
        return newer * 4 >= learnt.rows
    }

    private func learn(from mature: [WindowFigure]) throws -> Learnt {
        var (count, chosen) = (Int64(0), [WindowFigure]())
        for figure in mature.reversed() where count < Self.mostRows {
            chosen.append(figure)
            count += figure.labelled
        }
        var rows: [PerformanceRow] = []
        for start in Set(chosen.map(\.start)).sorted() {
            try forEachRow(of: start, in: codes) { if !$0.label.isNaN { rows.append($0) } }
        }
        rows = Array(rows.suffix(Int(Self.mostRows)))
        var learnt = Learnt(codes: codes, through: mature.last?.start ?? .min, rows: Int64(rows.count))
        let task = try task()
        do throws(EstimationObjection) {
            learnt.estimator = try PerformanceEstimator(task, reference: rows)
        } catch {
            learnt.objection = error.description
        }
        return learnt
    }

    private func estimate(_ figure: WindowFigure, _ learnt: Learnt) throws -> WindowFigure {
        var metrics: [(name: String, figure: MetricFigure)] = []
        if let estimator = learnt.estimator {
            let step = max(1, (figure.predictions + Self.mostEstimated - 1) / Self.mostEstimated)
            var (rows, seen) = ([PerformanceRow](), Int64(0))
            try forEachRow(of: figure.start, in: [figure.version]) { row in
                if seen % step == 0 { rows.append(row) }
                seen += 1
            }
            let window = figure.start / predictions.grid.length
            metrics = estimator.estimates(of: rows).map { ($0.name, MetricFigure($0, of: window, learnt.late)) }
        } else {
            metrics = PerformanceSums.metrics(of: try task()).map { ($0, MetricFigure(reason: learnt.objection)) }
        }
        return WindowFigure(
            start: figure.start, version: figure.version, column: WindowFigure.estimated,
            predictions: figure.predictions, labelled: learnt.rows, leastClass: 0,
            figures: WindowFigure.text(of: metrics))
    }

    private func task() throws(StoreError) -> PerformanceTask {
        switch predictions.task {
        case .binary: .binary
        case .multiclass: .multiclass(classes: try store.codes(ofClasses: predictions.scores.map(\.name)))
        case .regression: .regression
        }
    }

    private func forEachRow(
        of start: Int64, in codes: Set<Int64>, _ body: (PerformanceRow) -> Void
    ) throws(StoreError) {
        try store.forEachRow(in: start..<start + predictions.grid.length) { row in
            guard codes.contains(row.version) else { return }
            body(
                PerformanceRow(
                    prediction: row.prediction, score: row.score, label: row.label, scores: row.scores,
                    features: predictions.task == .regression ? row.segments.map(Double.init) : []))
        }
    }
}
