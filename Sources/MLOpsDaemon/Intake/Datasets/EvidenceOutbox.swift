import MLOpsCore

/// What a dataset has found out and the record does not know yet.
///
/// The index is only written by the commit of the event that carries a record, so what was sent is remembered here
/// until the index shows it; a crash in between leads to finding it again. Events are committed in the order sent, so
/// one look at the last record tells of all before it.
struct EvidenceOutbox {
    private let key: DatasetKey
    private let limits: IntakeLimits
    private var order: ArrivalOrder
    private var ready: [FileRecord] = []
    private var corrections: [KnownFile] = []
    private var pending: Set<[UInt8]> = []
    private var unconfirmed: [[UInt8]: KnownFile] = [:]
    private var lastSent: FileRecord?

    init(_ key: DatasetKey, lastSequence: Int64, limits: IntakeLimits) {
        self.key = key
        self.limits = limits
        order = ArrivalOrder(last: lastSequence)
    }

    var hasPending: Bool { !pending.isEmpty }
    var isTooLargeToHold: Bool { pending.count >= limits.filesInBatch }
    var isFull: Bool { unconfirmed.count >= limits.unconfirmedFiles }

    /// Whether a record of this path has not been sent yet; it must be, before another one can be added.
    func isPending(_ path: [UInt8]) -> Bool { pending.contains(path) }

    func known(_ path: [UInt8]) -> KnownFile? { unconfirmed[path] }

    mutating func add(ready record: FileRecord) {
        ready.append(record)
        pending.insert(record.path)
    }

    /// `isUsed` says it of the file as the record knew it so far.
    mutating func add(correction record: FileRecord, isUsed: Bool) {
        corrections.append(KnownFile(record: record, isUsed: isUsed))
        pending.insert(record.path)
    }

    /// Sends what is pending: ready files in parts, or all in one event when they belong together.
    mutating func flush(indivisible: Bool = false, _ send: (Event) -> Void) {
        guard hasPending else { return }
        order.number(&ready)
        let part = indivisible ? limits.filesInBatch : limits.filesInEvent
        for records in Self.parts(ready, of: part) { send(.filesReady(key.pipeline, key.dataset, records)) }
        for records in Self.parts(corrections, of: limits.filesInEvent) {
            send(.filesObserved(key.pipeline, key.dataset, records.map(\.record)))
        }
        remember(ready.map { KnownFile(record: $0, isUsed: false) } + corrections)
        ready = []
        corrections = []
        pending = []
    }

    /// Forgets what the index shows.
    mutating func confirm(with index: some FileIndex) throws(StoreError) {
        guard let lastSent else { return unconfirmed.removeAll() }
        let indexed = try index.file(key.pipeline, key.dataset, path: lastSent.path)?.record
        guard indexed?.sequence == lastSent.sequence, indexed?.state == lastSent.state,
            indexed?.fingerprint == lastSent.fingerprint
        else { return }
        unconfirmed.removeAll()
        self.lastSent = nil
    }

    /// Forgets what was sent without knowing what became of it.
    mutating func forgetUnconfirmed() {
        unconfirmed.removeAll()
        lastSent = nil
    }

    private mutating func remember(_ sent: [KnownFile]) {
        for known in sent { unconfirmed[known.record.path] = known }
        lastSent = sent.last?.record
    }

    private static func parts<Element>(_ all: [Element], of size: Int) -> [[Element]] {
        stride(from: 0, to: all.count, by: size).map { Array(all[$0..<min(all.count, $0 + size)]) }
    }
}
