import MLOpsCore

/// A disposition as three columns: a word, the number of what it refers to, and a reason.
struct DispositionColumns: Hashable {
    let word: String
    let object: Int64?
    let reason: String?

    init(word: String, object: Int64?, reason: String?) {
        self.word = word
        self.object = object
        self.reason = reason?.column
    }

    init(_ disposition: Disposition) {
        switch disposition {
        case .latched: self.init(word: "latched", object: nil, reason: nil)
        case .merged(let request): self.init(word: "merged", object: request.number, reason: nil)
        case .consumed(let run): self.init(word: "consumed", object: run.number, reason: nil)
        case .suppressed(let reason): self.init(word: "suppressed", object: nil, reason: reason)
        case .expired(let reason): self.init(word: "expired", object: nil, reason: reason)
        case .superseded(let evidence): self.init(word: "superseded", object: evidence.number, reason: nil)
        case .withdrawn(let reason): self.init(word: "withdrawn", object: nil, reason: reason)
        case .quarantined(let reason): self.init(word: "quarantined", object: nil, reason: reason)
        }
    }

    func disposition() throws -> Disposition {
        switch (word, object, reason) {
        case ("latched", nil, nil): .latched
        case ("merged", let object?, nil): .merged(RequestID(object))
        case ("consumed", let object?, nil): .consumed(RunID(object))
        case ("suppressed", nil, let reason?): .suppressed(reason)
        case ("expired", nil, let reason?): .expired(reason)
        case ("superseded", let object?, nil): .superseded(by: EvidenceID(object))
        case ("withdrawn", nil, let reason?): .withdrawn(reason)
        case ("quarantined", nil, let reason?): .quarantined(reason)
        default: throw UnexpectedValue(word, in: "_use.disposition")
        }
    }
}
