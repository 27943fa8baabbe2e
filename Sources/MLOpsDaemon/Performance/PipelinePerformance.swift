import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// Takes in what one pipeline's models said and what came true, and judges it; used by one thread at a time.
final class PipelinePerformance: Sendable {
    struct Memory {
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
    static let windowsJudged = 200
    /// Without news windows are judged again after this time, in microseconds.
    private static let patience: Int64 = 30_000_000

    let definition: PipelineDefinition
    /// nil: metrics are only pushed.
    let predictions: PredictionsDefinition?
    let record: SQLiteMetadataStore
    private let ingest: PredictionIngest?
    let store: PredictionStore
    let now: @Sendable () -> Moment
    let answer: @Sendable (Event) -> Void
    let memory = Mutex(Memory())

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

    /// The version in production, and the codes of its names among predictions.
    func champion() throws -> (id: ModelVersionID, version: ModelVersion, codes: Set<Int64>)? {
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
