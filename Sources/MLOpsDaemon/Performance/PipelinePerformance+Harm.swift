import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// The tests of harm, each kept up to date.
extension PipelinePerformance {
    /// So many deployments' tests are kept, besides what is learnt of how long models last.
    private static let deploymentsKept = 2

    func keepTests(of conditions: [PerformanceCondition]) throws {
        guard let predictions else { return }
        try store.keepTests(Set(conditions.map { key(of: $0, predictions) }), deployments: Self.deploymentsKept)
    }

    /// What makes a test what it is: with another it begins anew.
    private func key(of condition: PerformanceCondition, _ predictions: PredictionsDefinition) -> String {
        let rate = condition.falseAlarmsPerYear.map { "\($0)" } ?? "-"
        let price = definition.policy.retrainCost == nil ? "free" : "weighed"
        return [
            condition.metric, "\(condition.bound)", rate, "\(condition.minSamples)", price,
            "\(predictions.grid.length)",
        ].joined(separator: " ")
    }

    /// The test of harm of the present champion, up to date; nil: the condition asks for none, or nothing is live.
    func harm(
        _ condition: PerformanceCondition, _ champion: ModelVersionID, _ promoted: [Candidate.Metric],
        _ codes: Set<Int64>, _ isStopping: () -> Bool
    ) throws -> HarmTest? {
        guard let predictions, condition.falseAlarmsPerYear != nil else { return nil }
        let history = try ChampionHistory(of: definition.name, in: record)
        guard let deployment = history.current, deployment.version == champion else { return nil }
        let key = HarmTestKey(test: key(of: condition, predictions), deployment: deployment.id.number)
        let lasted = try store.lasted(before: key)
        guard
            let design = HarmTestDesign(
                condition, promoted: promoted, isWeighed: definition.policy.retrainCost != nil, lasted: lasted)
        else { return nil }
        let last = history.isBack ? try store.lastPrediction() : nil
        let watch = HarmWatch(
            predictions: predictions, store: store, key: key, design: design, codes: codes,
            begins: try store.beginning(of: key, orElse: last.map { $0 + 1 } ?? .min))
        try catchUp(watch, PerformanceWindows(predictions: predictions, now: now().wall), isStopping)
        return try watch.current()
    }

    private func catchUp(_ watch: HarmWatch, _ windows: PerformanceWindows, _ isStopping: () -> Bool) throws {
        let work = try watch.work { windows.isMature($0.start, predictions: $0.predictions, labelled: $0.labelled) }
        guard let work else { return }
        let (begin, test) = (now().uptime, watch.key.test)
        guard !work.repeats || memory.withLock({ $0.harmRests[test, default: 0] <= begin }) else {
            // Judged again although nothing else changes.
            memory.withLock { $0.judged = nil }
            return
        }
        try watch.catchUp(work, isStopping: isStopping)
        let end = now().uptime
        memory.withLock { $0.harmRests[test] = end + 20 * (end - begin) }
    }
}
