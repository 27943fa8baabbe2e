import MLOpsCore
import MLOpsTestKit
import Synchronization

/// The record as intake sees it: what is sent to the inbox is committed at once, or later, or never.
final class IntakeRecord: FileIndex {
    private struct State {
        var store = InMemoryMetadataStore()
        var events: [Event] = []
        var uncommitted: [Event] = []
        var commits = true
        var failure: StoreError?
    }

    private let state = Mutex(State())

    /// What was sent so far, oldest first.
    var events: [Event] { state.withLock(\.events) }

    /// Every record that was sent as evidence, oldest first.
    var evidence: [FileRecord] {
        events.flatMap { event -> [FileRecord] in
            if case .filesReady(_, _, let files) = event { files } else { [] }
        }
    }

    /// Every record that was sent as an observation, oldest first.
    var observations: [FileRecord] {
        events.flatMap { event -> [FileRecord] in
            if case .filesObserved(_, _, let files) = event { files } else { [] }
        }
    }

    /// What was told of the dataset's availability; "" when it is available.
    var availability: [String] {
        events.compactMap { event -> String? in
            if case .datasetUnavailable(_, _, let reason) = event { reason ?? "" } else { nil }
        }
    }

    func send(_ event: Event) {
        state.withLock { state in
            state.events.append(event)
            state.uncommitted.append(event)
            if state.commits { Self.commit(&state) }
        }
    }

    /// Keeps what is sent back until told otherwise.
    func holdCommits() { state.withLock { $0.commits = false } }

    func commitHeld() {
        state.withLock { state in
            state.commits = true
            Self.commit(&state)
        }
    }

    /// Loses what was not committed, as a crash does.
    func crash() {
        state.withLock { state in
            state.uncommitted = []
            state.events = []
            state.commits = true
        }
    }

    func fail(with error: StoreError?) { state.withLock { $0.failure = error } }

    /// A successful run has read everything so far.
    func useAll() throws(StoreError) {
        try state.withLock { state throws(StoreError) in
            let last = state.store.lastSequence("p", "d")
            try state.store.commit([.useFiles("p", RunID(1), [Run.Cutoff(dataset: "d", sequence: last)])])
        }
    }

    /// Adds the digest that a run's manifest gives a file.
    func put(_ record: FileRecord) throws(StoreError) {
        try state.withLock { state throws(StoreError) in try state.store.commit([.putFiles("p", "d", [record])]) }
    }

    private static func commit(_ state: inout State) {
        for event in state.uncommitted {
            switch event {
            case .filesReady(let pipeline, let dataset, let files),
                .filesObserved(let pipeline, let dataset, let files):
                // The store in memory refuses nothing of this.
                try? state.store.commit([.putFiles(pipeline, dataset, files)])
            default: break
            }
        }
        state.uncommitted = []
    }

    private func read<Value: Sendable>(
        _ body: (InMemoryMetadataStore) -> Value
    ) throws(StoreError) -> Value {
        try state.withLock { state throws(StoreError) in
            if let failure = state.failure { throw failure }
            return body(state.store)
        }
    }

    func file(
        _ pipeline: PipelineName, _ dataset: DatasetName, path: [UInt8]
    ) throws(StoreError) -> KnownFile? {
        try read { $0.file(pipeline, dataset, path: path) }
    }

    func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, paths: [[UInt8]]
    ) throws(StoreError) -> [FileRecord] {
        try read { $0.files(pipeline, dataset, paths: paths) }
    }

    func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [FileRecord] {
        try read { $0.files(pipeline, dataset, after: path, limit: limit) }
    }

    func countPresentFiles(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        try read { $0.countPresentFiles(pipeline, dataset) }
    }

    func lastSequence(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        try read { $0.lastSequence(pipeline, dataset) }
    }

    func usedThrough(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        try read { $0.usedThrough(pipeline, dataset) }
    }
}
