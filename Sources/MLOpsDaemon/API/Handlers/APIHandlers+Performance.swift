import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import OrderedCollections

extension APIHandlers {
    func performance(_ name: PipelineName, _ request: Request) async throws -> PerformanceResponse {
        let view = try await view(of: name)
        guard let definition = view.definition, definition.hasPerformance else {
            throw APIFailure(
                .unprocessableContent, .invalid, "pipeline \"\(name)\" does not say where its predictions are",
                hint: "add predictions: to its definition; see mlopsd.pipeline(5)")
        }
        let triggers = definition.firingTriggers.flatMap { trigger in
            trigger.operands.compactMap { PerformanceTriggerValue($0, of: trigger.name, view.state) }
        }
        var response = PerformanceResponse(
            pipeline: name.text, task: definition.predictions?.task.rawValue, triggers: triggers,
            harm: triggers.lazy.compactMap(\.harm).first, join: JoinValue())
        guard let store = services.predictions(name) else { return response }
        let limit = try request.integer("limit", in: 1...20_000) ?? 60
        let column = try request.query("segments").map { try segmentColumn($0, of: definition.predictions) }
        let metrics = request.query("metrics")?.split(separator: ",").map { String($0) }
        let now = services.now().wall
        let estimates = definition.performanceOperands.compactMap { operand, condition in
            view.state.operands[operand.path]?.performance?.status.estimate.map { ($0, condition) }
        }
        let read: (join: JoinTally, failures: [String], windows: [PerformanceWindowValue], estimate: EstimateValue?)
        read = try await services.longRead { _ throws(StoreError) in
            let words = try store.words()
            var windows: [PerformanceWindowValue] = []
            var estimate: EstimateValue?
            if let predictions = definition.predictions {
                let values = WindowValues(predictions: predictions, now: now, words: words)
                windows = try store.figures(newest: limit, metrics: metrics).map(values.value)
                let estimated = try store.figures(
                    newest: limit, column: WindowFigure.estimated, metrics: metrics)
                if !estimated.isEmpty {
                    estimate = EstimateValue(
                        isSuspect: estimates.contains { $0.0.isSuspect }, texts: estimates.map { $0.0.text(of: $0.1) },
                        windows: estimated.map(values.estimate))
                }
                if let column {
                    windows += try store.figures(newest: limit, column: column, metrics: metrics).map(values.value)
                }
            }
            windows += try store.points(newest: limit)
                .filter { metrics?.contains($0.metric) ?? true }.map { PerformanceWindowValue($0, words) }
            let failures = try store.sources().compactMap { source in
                source.failure.map { "\(String(decoding: source.path, as: UTF8.self)): \($0)" }
            }
            return (try store.tally(), failures, windows, estimate)
        }
        response.join = JoinValue(read.join)
        response.problems = read.failures
        response.windows = read.windows
        response.estimate = read.estimate
        return response
    }

    private func segmentColumn(_ name: String, of predictions: PredictionsDefinition?) throws -> Int64 {
        let segments = predictions?.segments ?? []
        guard let index = segments.firstIndex(of: name) else {
            throw APIFailure.malformed(
                "there is no column \"\(name)\" among the segments",
                hint: "known: " + segments.joined(separator: ", "))
        }
        return Int64(index)
    }
}

/// Makes values for the API of figures.
struct WindowValues: Sendable {
    let predictions: PredictionsDefinition
    let now: Instant
    let words: [Int64: String]

    func estimate(_ figure: WindowFigure) -> EstimateValue.Window {
        EstimateValue.Window(
            start: Timestamp(Instant(microseconds: figure.start)),
            end: Timestamp(Instant(microseconds: figure.start + predictions.grid.length)),
            version: words[figure.version] ?? "", n: figure.predictions, learnt: figure.labelled,
            metrics: figure.metrics.mapValues(PerformanceWindowValue.Metric.init))
    }

    func value(_ figure: WindowFigure) -> PerformanceWindowValue {
        let minimum: Int64 = 1
        let status = PerformanceWindows(predictions: predictions, now: now).status(of: figure, minSamples: minimum)
        let column = Int(figure.column)
        let isSegment = predictions.segments.indices.contains(column)
        return PerformanceWindowValue(
            start: Timestamp(Instant(microseconds: figure.start)),
            end: Timestamp(Instant(microseconds: figure.start + predictions.grid.length)),
            version: words[figure.version] ?? "", column: isSegment ? predictions.segments[column] : nil,
            segment: isSegment ? words[figure.segment] : nil, n: figure.predictions, labelled: figure.labelled,
            coverage: figure.predictions > 0 ? Double(figure.labelled) / Double(figure.predictions) : 0,
            status: .init(status),
            metrics: figure.metrics.mapValues(PerformanceWindowValue.Metric.init))
    }
}

extension PerformanceWindowValue.Metric {
    fileprivate init(_ figure: MetricFigure) {
        self.init(value: figure.value, low: figure.low, high: figure.high, reason: figure.reason)
    }
}

extension PerformanceWindowValue {
    fileprivate init(_ point: MetricPoint, _ words: [Int64: String]) {
        let at = Timestamp(Instant(microseconds: point.at))
        let figure = PushedMetric(point: point).figure
        self.init(
            start: at, end: at, version: words[point.version] ?? "", n: point.samples, labelled: point.samples,
            coverage: 1, status: .judged,
            metrics: [
                point.metric: .init(value: figure.value, low: figure.low, high: figure.high, reason: figure.reason)
            ])
    }
}

extension PerformanceWindowValue.Status {
    fileprivate init(_ status: PerformanceWindow.Status) {
        switch status {
        case .judged, .undefined: self = .judged
        case .immature: self = .immature
        case .insufficient: self = .insufficient
        }
    }
}

extension JoinValue {
    init(_ tally: JoinTally) {
        self.init(
            predictions: tally.predictions, labelled: tally.labelled, early: tally.early, repeated: tally.repeated,
            replaced: tally.replaced, rejected: tally.rejected, tooOld: tally.tooOld, orphaned: tally.orphaned)
    }
}

extension PerformanceTriggerValue {
    fileprivate init?(_ operand: Operand, of trigger: TriggerName, _ state: PipelineState) {
        guard case .performance(let condition) = operand.condition else { return nil }
        let known = state.operands[operand.path]?.performance
        let status = known?.status
        self.init(
            trigger: trigger.text, operand: operand.path, metric: condition.metric, state: .init(status?.state),
            since: known.map { Timestamp($0.since) }, version: status?.version.description,
            threshold: status?.threshold, higherIsBetter: condition.better == .higher,
            breaches: status?.breaches ?? 0, neededBreaches: condition.breaches, ofWindows: condition.windows,
            text: status?.text(of: condition) ?? "no predictions of the model in production were judged yet",
            missing: status?.asks == true ? nil : status?.missing(of: condition),
            harm: status?.harm.map { HarmValue($0, operand, condition) })
    }
}

extension PerformanceTriggerValue.State {
    fileprivate init(_ state: PerformanceStatus.State?) {
        switch state {
        case .met: self = .met
        case .breached: self = .breached
        case .unknown, nil: self = .unknown
        }
    }
}
