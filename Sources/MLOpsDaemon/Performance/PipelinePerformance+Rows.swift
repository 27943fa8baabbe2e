import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// Rows become figures of windows, and are forgotten.
extension PipelinePerformance {
    /// So many windows are made durable at once, and what is evaluated not later than this, in microseconds.
    private static let windowsAtOnce = 64
    private static let longestWait: Int64 = 500_000

    /// What is logged of a canary since it went live; more than it has to show is not counted.
    func count(_ deployment: Deployment?) throws {
        guard let deployment, deployment.hooks?.canary != nil, let trial = deployment.hooks?.trial,
            let live = deployment.endedAt
        else { return }
        let name = deployment.version
        let codes = try store.words().filter { name.isCalled($0.value, digest: deployment.digest) }.map(\.key)
        let counts = try store.count(
            of: codes, since: live.wall.microseconds, requests: trial.minRequests, labels: trial.minLabels)
        let event = Event.requestsCounted(
            definition.name, deployment.id, requests: counts.requests, labels: counts.labels)
        guard memory.withLock({ $0.counted != event }) else { return }
        memory.withLock { $0.counted = event }
        answer(event)
    }

    /// Counted from the last prediction, so that what is replayed or stands still is not forgotten under way.
    func forget(_ predictions: PredictionsDefinition, _ isStopping: () -> Bool) throws {
        guard let last = try store.lastPrediction() else { return }
        let oldest = min(last, now().wall.microseconds) - Int64(predictions.lateness / .microseconds(1))
        while !isStopping(), try store.forget(before: oldest, windows: predictions.grid) {}
    }

    func evaluate(_ predictions: PredictionsDefinition, _ isStopping: () -> Bool) throws {
        let evaluation = WindowEvaluation(predictions: predictions, store: store)
        var done: [(window: TouchedWindow, figures: [WindowFigure])] = []
        var last = now().uptime
        for window in try store.staleWindows() {
            if isStopping() { break }
            let begin = now().uptime
            guard memory.withLock({ $0.restUntil[window.start, default: 0] <= begin }) else { continue }
            done.append((window, try evaluation.figures(of: window)))
            let end = now().uptime
            if done.count == Self.windowsAtOnce || end - last > Self.longestWait {
                try store.put(done)
                (done, last) = ([], end)
            }
            memory.withLock { memory in
                memory.restUntil = memory.restUntil.filter { $0.value > end }
                memory.restUntil[window.start] = end + 20 * (end - begin)
            }
        }
        try store.put(done)
    }

    /// Learning costs much; what came meanwhile waits.
    func estimate(_ predictions: PredictionsDefinition, _ isStopping: () -> Bool) throws {
        let begin = now().uptime
        guard !isStopping(), memory.withLock({ $0.estimatesRest <= begin }),
            let champion = try champion()
        else { return }
        let watch = EstimateWatch(
            predictions: predictions, store: store, codes: champion.codes,
            windows: PerformanceWindows(predictions: predictions, now: now().wall))
        var learnt = memory.withLock { $0.learnt }
        defer {
            let end = now().uptime
            memory.withLock { ($0.learnt, $0.estimatesRest) = (learnt, end + 20 * (end - begin)) }
        }
        try watch.catchUp(&learnt, isStopping: isStopping)
    }
}
