import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import OrderedCollections

extension APIHandlers {
    func performance(_ name: PipelineName, _ request: Request) async throws -> Response {
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
        guard let store = services.predictions(name) else { return try Response(json: response) }
        let reading = PerformanceReading(
            store: store, predictions: definition.predictions, now: services.now().wall,
            limit: try request.integer("limit", in: 1...20_000) ?? 60,
            column: try request.query("segments").map { try segmentColumn($0, of: definition.predictions) },
            metrics: request.query("metrics")?.split(separator: ",").map { String($0) })
        let read = try await services.longRead { _ throws(StoreError) in try reading.read() }
        response.join = JoinValue(read.join)
        response.problems = read.problems
        if !read.estimated.isEmpty {
            let estimates = definition.performanceOperands.compactMap { operand, condition in
                view.state.operands[operand.path]?.performance?.status.estimate.map { ($0, condition) }
            }
            response.estimate = EstimateValue(
                isSuspect: estimates.contains { $0.0.isSuspect }, texts: estimates.map { $0.0.text(of: $0.1) },
                windows: read.estimated)
        }
        return Response(jsonText: try response.text(windows: read.windows))
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
