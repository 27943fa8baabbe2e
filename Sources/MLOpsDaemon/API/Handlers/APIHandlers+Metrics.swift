import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

extension APIHandlers {
    /// Takes values of metrics in; the answer comes when they are on the disk.
    func takeMetrics(_ name: PipelineName, _ body: MetricsBody, _ demander: Demander) async throws -> Response {
        let definition = try await view(of: name).definition
        guard let definition, definition.hasPerformance, let store = services.predictions(name) else {
            throw APIFailure(
                .unprocessableContent, .invalid, "no trigger of pipeline \"\(name)\" looks at its performance",
                hint: "add a trigger such as {performance: f1, source: pushed, below: 0.8}")
        }
        let now = services.now().wall.microseconds
        let history = try ChampionHistory(of: name, in: services.store)
        var batch = IngestBatch()
        for (index, point) in body.points.enumerated() {
            try check(point, at: index)
            try checkReach(of: point, at: index, in: definition)
            let at = point.at?.microseconds ?? now
            batch.versions.append(point.version ?? history.champion(at: at))
            batch.points.append(
                MetricPoint(
                    metric: point.metric, version: Int64(index), at: at, value: point.value, low: point.low,
                    high: point.high, samples: point.samples))
        }
        if let key = demander.key {
            batch.reply = KeptIngestReply(key: key.text, digest: key.fingerprint, at: now)
        }
        let taken = batch
        let tally = try await services.longRead { _ throws(StoreError) in
            try Self.take(taken, WindowGrid(minutes: 1), into: store)
        }
        guard tally != nil else {
            throw APIFailure(.conflict, .keyReused, "the Idempotency-Key was used for other values")
        }
        return try Response(json: ActionReply(message: "\(Int64(body.points.count).counted("value")) taken in"))
    }

    /// A value that no bound was written for would fire always or never; most often it is in per cent.
    private func checkReach(of point: MetricsBody.Point, at index: Int, in definition: PipelineDefinition) throws {
        let trigger = definition.triggers.first { trigger in
            trigger.operands.contains { operand in
                guard case .performance(let condition) = operand.condition else { return false }
                return condition.metric == point.metric && condition.source == .pushed && condition.hasBoundOfShare
            }
        }
        guard let trigger, !(0...1).contains(point.value) else { return }
        throw APIFailure.malformed(
            "\"\(point.metric)\" lies between 0 and 1, as the bound of trigger \(trigger.name) does",
            pointer: "/points/\(index)/value")
    }

    private func check(_ point: MetricsBody.Point, at index: Int) throws {
        func refuse(_ member: String, _ problem: String) -> APIFailure {
            .malformed(problem, pointer: "/points/\(index)/\(member)")
        }
        guard (1...200).contains(point.metric.utf8.count) else { throw refuse("metric", "a name has 1 to 200 bytes") }
        guard point.samples > 0 else { throw refuse("samples", "a value is made of at least one sample") }
        guard (point.low == nil) == (point.high == nil) else { throw refuse("low", "low and high belong together") }
        if let low = point.low, let high = point.high, !(low <= point.value && point.value <= high) {
            throw refuse("value", "the value is not between low and high")
        }
        guard (point.version?.utf8.count ?? 1) <= 1000 else { throw refuse("version", "a name has at most 1000 bytes") }
        guard point.at.map({ $0.microseconds >= 0 }) ?? true else { throw refuse("at", "it is before 1970") }
    }
}
