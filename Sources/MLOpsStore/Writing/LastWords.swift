import MLOpsCore

/// Mutations of one transaction without what others of them replace: nobody would ever see it, and each row and each entry
/// of an index that is written twice is waited for twice.
struct LastWords {
    private(set) var mutations: [Mutation] = []
    /// How requests end that are put by the same mutations.
    private(set) var ends: [RequestID: RequestEnd] = [:]
    /// Where the uses are that are added and can still be settled.
    private var open: [OpenUse: [Int]] = [:]
    private var leastEvidence: EvidenceID?
    private var requests: Set<RequestID> = []

    init(of mutations: [Mutation]) {
        for mutation in Self.withoutReplaced(mutations) where !absorbs(mutation) { self.mutations.append(mutation) }
    }

    private static func withoutReplaced(_ mutations: [Mutation]) -> [Mutation] {
        var replaced: Set<ReplacedState> = []
        let kept = mutations.reversed().filter { mutation in
            ReplacedState(mutation).map { replaced.insert($0).inserted } ?? true
        }
        return kept.reversed()
    }

    /// Notes what the mutation adds, or does what it says to what was added before; returns whether nothing else is to be
    /// done.
    private mutating func absorbs(_ mutation: Mutation) -> Bool {
        switch mutation {
        case .addEvidence(let evidence): leastEvidence = min(leastEvidence ?? evidence.id, evidence.id)
        case .addUse(let use): note(use, at: mutations.count)
        case .putRequest(let request): requests.insert(request.id)
        case .endRequest(let request, let end):
            guard requests.contains(request) else { return false }
            ends[request] = end
            return true
        case .settleLatched(let pipeline, let operand, let first, let last, let disposition):
            settle(.latched(pipeline, operand: operand), disposition) { first <= $0 && $0 <= last }
            return leastEvidence.map { $0 <= first } ?? false
        case .settleMerged(let request, let disposition): settle(.merged(request), disposition) { _ in true }
        default: break
        }
        return false
    }

    private mutating func note(_ use: EvidenceUse, at index: Int) {
        if let key = OpenUse(use) { open[key, default: []].append(index) }
    }

    private mutating func settle(
        _ key: OpenUse, _ disposition: Disposition, where isMeant: (EvidenceID) -> Bool
    ) {
        for index in open.removeValue(forKey: key) ?? [] {
            guard case .addUse(var use) = mutations[index] else { continue }
            if isMeant(use.evidence) {
                use.disposition = disposition
                mutations[index] = .addUse(use)
            }
            note(use, at: index)
        }
    }
}
