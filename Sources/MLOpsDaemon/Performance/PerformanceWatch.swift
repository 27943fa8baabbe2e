import Dispatch
import Logging
import MLOpsCore
import MLOpsStore
import Synchronization

/// Follows the predictions of all pipelines that log them, and the metrics that are pushed.
///
/// What there is to do follows from files and databases alone: it looks at them every few seconds.
final class PerformanceWatch: Sendable {
    static let period = 2.0

    private let directory: String
    private let record: SQLiteMetadataStore
    private let rows: any RowSource
    private let now: @Sendable () -> Moment
    private let log: Logger
    private let answer: @Sendable (Event) -> Void
    private let wanted = Mutex<[PipelineDefinition]>([])
    private let pipelines = Mutex<[PipelineName: PipelinePerformance]>([:])
    /// Open for readers too.
    private let stores = Mutex<[PipelineName: PredictionStore]>([:])
    /// Why pipelines could not be looked at the last time.
    private let failures = Mutex<[PipelineName: String?]>([:])
    /// Everything slow happens here, one after the other.
    private let queue = DispatchQueue(label: "mlopsd.performance", qos: .utility)
    private let isStopping = Atomic<Bool>(false)

    /// - Parameter directory: Holds a database for each pipeline.
    init(
        directory: String, record: SQLiteMetadataStore, rows: any RowSource, now: @escaping @Sendable () -> Moment,
        log: Logger, answer: @escaping @Sendable (Event) -> Void
    ) {
        self.directory = directory
        self.record = record
        self.rows = rows
        self.now = now
        self.log = log
        self.answer = answer
        lookLater()
    }

    /// - Parameter cost: Of the last look, in microseconds: large directories are not listed all the time.
    private func lookLater(after cost: Int64 = 0) {
        let pause = Self.period + min(30, 2 * Double(max(0, cost)) / 1_000_000)
        queue.asyncAfter(deadline: .now() + pause) { [weak self] in
            guard let self, !isStopping.load(ordering: .acquiring) else { return }
            let begin = now().uptime
            lookAtAll()
            lookLater(after: now().uptime - begin)
        }
    }

    func configure(_ definitions: [PipelineDefinition]) {
        wanted.withLock { $0 = definitions.filter(\.hasPerformance) }
        queue.async { [weak self] in self?.lookAtAll() }
    }

    /// An event was dropped: what it told is told again.
    func recheck() {
        queue.async { [weak self] in self?.pipelines.withLock { $0.removeAll() } }
    }

    /// Begins nothing any more, and waits for what is under way.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        queue.sync {}
        let open = stores.withLock { Array($0.values) }
        for store in open {
            do throws(StoreError) { try store.close() } catch { log.error("\(error)") }
        }
    }

    /// The database of a pipeline that logs its predictions; nil: it has none yet.
    func store(of pipeline: PipelineName) -> PredictionStore? { stores.withLock { $0[pipeline] } }

    private func lookAtAll() {
        let definitions = wanted.withLock { $0 }
        for definition in definitions where !isStopping.load(ordering: .acquiring) { look(at: definition) }
    }

    private func look(at definition: PipelineDefinition) {
        var failure: String?
        do {
            let performance = try performance(of: definition)
            try performance.catchUp { isStopping.load(ordering: .acquiring) }
        } catch {
            failure = "\(error)"
        }
        // Told when it begins or changes, not at every look.
        let isNews = failures.withLock { $0.updateValue(failure, forKey: definition.name) != failure }
        guard let failure, isNews else { return }
        log.error("cannot follow the predictions of \"\(definition.name)\": \(failure); tried again and again")
    }

    private func performance(of definition: PipelineDefinition) throws -> PipelinePerformance {
        let name = definition.name
        if let known = pipelines.withLock({ $0[name] }), known.fits(definition) { return known }
        let store = try store(of: name) ?? open(name)
        let new = try PipelinePerformance(
            definition, store: store, record: record, rows: rows, now: now, log: log, answer: answer)
        pipelines.withLock { $0[name] = new }
        return new
    }

    private func open(_ name: PipelineName) throws(StoreError) -> PredictionStore {
        let store = try PredictionStore(path: "\(directory)/\(name).db")
        stores.withLock { $0[name] = store }
        return store
    }
}
