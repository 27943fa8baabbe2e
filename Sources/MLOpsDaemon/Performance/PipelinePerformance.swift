import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// Takes in what one pipeline's models said and what came true, and judges it; used by one thread at a time.
final class PipelinePerformance: Sendable {
    private struct Memory {
        /// What was told last of each operand.
        var told: [String: PerformanceStatus] = [:]
        /// A large window is not evaluated again before it cost little beside the time that passed.
        var restUntil: [Int64: Int64] = [:]
        /// What was judged last, and when: time alone makes windows mature and silences long.
        var judged: (champion: ModelVersionID, revision: Int64, at: Int64)?
        /// What windows without labels are estimated by, and when that is looked at again.
        var learnt: EstimateWatch.Learnt?
        var estimatesRest: Int64 = 0
        /// What was told last of the version that is tried on a share of the requests.
        var counted: Event?
        /// Nor is a test of harm brought back and up to date again.
        var harmRests: [String: Int64] = [:]
    }

    /// More windows than these, the last, are not looked at: what is older decides nothing any more.
    private static let windowsJudged = 200
    /// So many windows are made durable at once, and what is evaluated not later than this, in microseconds.
    private static let windowsAtOnce = 64
    private static let longestWait: Int64 = 500_000
    /// Without news windows are judged again after this time, in microseconds.
    private static let patience: Int64 = 30_000_000

    private let definition: PipelineDefinition
    /// nil: metrics are only pushed.
    private let predictions: PredictionsDefinition?
    private let record: SQLiteMetadataStore
    private let ingest: PredictionIngest?
    private let store: PredictionStore
    private let now: @Sendable () -> Moment
    private let answer: @Sendable (Event) -> Void
    private let memory = Mutex(Memory())

    init(
        _ definition: PipelineDefinition, store: PredictionStore,
        record: SQLiteMetadataStore, rows: any RowSource, now: @escaping @Sendable () -> Moment, log: Logger,
        answer: @escaping @Sendable (Event) -> Void
    ) throws {
        self.definition = definition
        self.store = store
        predictions = definition.predictions
        self.record = record
        self.now = now
        self.answer = answer
        ingest = definition.predictions.map { predictions in
            PredictionIngest(
                pipeline: definition.name, predictions: predictions, store: store, rows: rows, now: now, log: log)
        }
        if let predictions { try store.use(predictions.grid) }
    }

    /// Whether it still is what is wanted.
    func fits(_ definition: PipelineDefinition) -> Bool { self.definition == definition }

    func catchUp(isStopping: () -> Bool) throws {
        if let predictions, let ingest {
            let history = try ChampionHistory(of: definition.name, in: record)
            try ingest.catchUp(champion: history.champion, isStopping: isStopping)
            try count(history.current)
            try evaluate(predictions, isStopping)
        }
        if let predictions { try estimate(predictions, isStopping) }
        if !isStopping() { try judge(isStopping) }
        if let predictions { try forget(predictions, isStopping) }
    }

    /// What is logged of a canary since it went live; more than it has to show is not counted.
    private func count(_ deployment: Deployment?) throws {
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
    private func forget(_ predictions: PredictionsDefinition, _ isStopping: () -> Bool) throws {
        guard let last = try store.lastPrediction() else { return }
        let oldest = min(last, now().wall.microseconds) - Int64(predictions.lateness / .microseconds(1))
        while !isStopping(), try store.forget(before: oldest, windows: predictions.grid) {}
    }

    private func evaluate(_ predictions: PredictionsDefinition, _ isStopping: () -> Bool) throws {
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
    private func estimate(_ predictions: PredictionsDefinition, _ isStopping: () -> Bool) throws {
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

    /// The version in production, and the codes of its names among predictions.
    private func champion() throws -> (id: ModelVersionID, version: ModelVersion, codes: Set<Int64>)? {
        let champion = try record.aliases(of: definition.name).first { $0.alias == "champion" }?.version
        guard let champion, let version = try record.version(champion) else { return nil }
        let codes = Set(try store.words().filter { champion.isCalled($0.value, digest: version.digest) }.map(\.key))
        return (champion, version, codes)
    }

    private func hasNews(of champion: ModelVersionID) throws -> Bool {
        let (revision, uptime) = (try store.revision(), now().uptime)
        return memory.withLock { memory in
            if let last = memory.judged, last.champion == champion, last.revision == revision,
                uptime - last.at < Self.patience
            {
                return false
            }
            memory.judged = (champion, revision, uptime)
            return true
        }
    }

    private func judge(_ isStopping: () -> Bool) throws {
        let operands = definition.performanceOperands
        guard !operands.isEmpty else { return }
        guard let (champion, version, codes) = try self.champion(), try hasNews(of: champion) else { return }
        let last = try store.lastPrediction().map(Instant.init(microseconds:))
        let figures =
            try predictions.map { _ in
                try store.figures(newest: Self.windowsJudged).filter { codes.contains($0.version) }
            } ?? []
        try keepTests(of: operands.map(\.condition))
        for (operand, condition) in operands {
            let judge = PerformanceJudge(condition, version: champion, promoted: version.metrics)
            let windows = try windows(figures, codes, of: champion, for: condition, judge)
            let newest = condition.source == .pushed ? windows.last?.end : last
            var status: PerformanceStatus
            if let harm = try harm(condition, champion, version.metrics, codes, isStopping) {
                status = judge.status(
                    of: harm.status(cost: definition.policy.retrainCost), judged: harm.window(of: champion),
                    newest: windows.last, lastPrediction: newest, at: now().wall)
            } else {
                status = judge.status(of: windows, lastPrediction: newest, at: now().wall)
            }
            status.estimate = judge.estimate(of: try estimated(codes, champion, condition), status.harm)
            // The loop leaves out what it knows already; who lives need not ask it each time.
            guard memory.withLock({ $0.told.updateValue(status, forKey: operand.path) != status }) else { continue }
            answer(.performanceJudged(definition.name, operand: operand.path, status))
        }
    }
}

extension PipelinePerformance {
    /// So many deployments' tests are kept, besides what is learnt of how long models last.
    private static let deploymentsKept = 2

    private func keepTests(of conditions: [PerformanceCondition]) throws {
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
    private func harm(
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

    /// What windows that cannot be judged yet are estimated at, from the earliest on.
    private func estimated(
        _ codes: Set<Int64>, _ version: ModelVersionID, _ condition: PerformanceCondition
    ) throws -> [PerformanceWindow] {
        guard let predictions, condition.source == .predictions else { return [] }
        let windows = PerformanceWindows(predictions: predictions, now: now().wall)
        let labelled = try store.figures(newest: Self.windowsJudged).filter { codes.contains($0.version) }
        let open = labelled.filter {
            !windows.isMature($0.start, predictions: $0.predictions, labelled: $0.labelled)
        }
        let starts = Set(open.map(\.start))
        return try store.figures(newest: Self.windowsJudged, column: WindowFigure.estimated)
            .filter { codes.contains($0.version) && starts.contains($0.start) }
            .map { windows.estimated($0, of: version, condition.metric) }
    }

    private func windows(
        _ figures: [WindowFigure], _ codes: Set<Int64>, of version: ModelVersionID,
        for condition: PerformanceCondition, _ judge: PerformanceJudge
    ) throws -> [PerformanceWindow] {
        if condition.source == .pushed {
            return try store.points(of: condition.metric, newest: Self.windowsJudged).filter {
                codes.contains($0.version)
            }
            .map { PushedMetric(point: $0).window(of: version, for: condition, judge) }
        }
        guard let predictions else { return [] }
        return PerformanceWindows(predictions: predictions, now: now().wall)
            .windows(figures, of: version, for: condition, judge)
    }
}

extension ModelVersionID {
    /// Whether a log means this version: by its name, its number alone, or the digest of the model.
    func isCalled(_ name: String, digest: String) -> Bool {
        name == description || name == String(number) || name == digest
    }
}

extension PipelineDefinition {
    /// Whether there is anything to follow.
    var hasPerformance: Bool { predictions != nil || !performanceOperands.isEmpty }

    /// The operands that look at the performance.
    var performanceOperands: [(operand: Operand, condition: PerformanceCondition)] {
        firingTriggers.flatMap(\.operands).compactMap { operand in
            guard case .performance(let condition) = operand.condition else { return nil }
            return (operand, condition)
        }
    }
}
