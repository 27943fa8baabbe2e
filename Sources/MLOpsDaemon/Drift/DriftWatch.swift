import Dispatch
import Logging
import MLOpsCore
import MLOpsStore
import Synchronization

/// Compares the data that arrive with the training data of the champions, and tells what comes out.
///
/// What there is to do follows from the record alone, so that it may be asked at any time and as often as anybody likes:
/// wishes for one pipeline that come while it is looked at lead to one more look.
final class DriftWatch: Sendable {
    private struct Wish: Sendable {
        var definition: PipelineDefinition
        var reference: ModelVersionID
    }

    private let wishes = Mutex<[(name: PipelineName, wish: Wish)]>([])
    /// Everything slow and everything that is remembered happens here, one after the other.
    private let queue = DispatchQueue(label: "mlopsd.drift", qos: .utility)
    private let judge: DriftJudge
    private let isStopping = Atomic<Bool>(false)

    init(
        store: SQLiteMetadataStore, profiling: any FileProfiling, now: @escaping @Sendable () -> Moment, log: Logger,
        answer: @escaping @Sendable (Event) -> Void
    ) {
        judge = DriftJudge(store: store, profiling: profiling, now: now, log: log, answer: answer)
    }

    /// Looks at all data of the pipeline that were not compared with the reference yet; returns at once.
    @Sendable func look(at definition: PipelineDefinition, reference: ModelVersionID) {
        wishes.withLock { wishes in
            wishes.removeAll { $0.name == definition.name }
            wishes.append((definition.name, Wish(definition: definition, reference: reference)))
        }
        queue.async { [self] in
            let next = wishes.withLock { $0.isEmpty ? nil : $0.removeFirst().wish }
            guard let next, !isStopping.load(ordering: .acquiring) else { return }
            judge.catchUp(next.definition, next.reference)
        }
    }

    /// Begins nothing any more.
    func stop() { isStopping.store(true, ordering: .releasing) }
}
