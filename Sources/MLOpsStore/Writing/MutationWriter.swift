import GRDB
import MLOpsCore
import MLOpsSchedule

/// Writes mutations within the transaction that its caller has begun.
struct MutationWriter {
    let database: Database
    /// How requests end that are put by what is being written.
    private var ends: [RequestID: RequestEnd] = [:]
    /// The newest time in what was written.
    private var newest = Int64.min
    private var counters: Counters?

    init(_ database: Database) { self.database = database }

    /// Writes all but the state of runs and attempts, which what follows is likely to replace, and returns those.
    mutating func begin(_ mutations: [Mutation]) throws -> [Mutation] {
        try apply(mutations.filter { !$0.isOfRun })
        return mutations.filter(\.isOfRun)
    }

    /// Writes the last mutations of the transaction.
    mutating func end(_ mutations: [Mutation]) throws {
        try apply(mutations)
        try finish()
    }

    private mutating func apply(_ mutations: [Mutation]) throws {
        let last = LastWords(of: mutations)
        ends = last.ends
        for mutation in last.mutations { try apply(mutation) }
    }

    private mutating func apply(_ mutation: Mutation) throws {
        switch mutation {
        case .addEvidence(let evidence): try add(evidence)
        case .addUse(let use): try add(use)
        case .settleLatched(let pipeline, let operand, let first, let last, let disposition):
            try settleLatched(pipeline, operand, from: first, through: last, disposition)
        case .settleMerged(let request, let disposition): try settleMerged(request, disposition)
        case .addDecision(let decision): try add(decision)
        case .repeatDecision(let decision): try repeatOrAdd(decision)
        case .putRequest(let request): try put(request.value, ends[request.id])
        case .endRequest(let request, let end): try self.end(request, end)
        case .putRun(let run): try put(run.value)
        case .putAttempt(let attempt): try put(attempt)
        case .putVersion(let version): try put(version)
        case .putAlias(let pipeline, let alias, let version): try putAlias(pipeline, alias, version)
        case .setVersionStatus(let id, let status, let reason): try set(status, of: id, because: reason)
        case .addAliasMove(let move): try add(move)
        case .putDeployment(let deployment): try put(deployment.value)
        case .putPipeline(let state): try put(state.value)
        case .putDefinition(let id, let pipeline, let source): try putDefinition(id, pipeline, source)
        case .putCounters(let counters): self.counters = counters
        case .putFiles(let pipeline, let dataset, let records): try putFiles(pipeline, dataset, records)
        case .useFiles(let pipeline, let run, let cutoffs): try useFiles(pipeline, run, cutoffs)
        case .putWindow(let evidence, let pipeline, let judgement, let instant):
            try put(judgement, evidence, pipeline, at: instant)
        case .keepReply(let kept): try keep(kept)
        case .publish(let notice, let instant): try publish(notice, at: instant)
        }
    }

    /// Writes what concerns the transaction as a whole.
    private func finish() throws {
        if let counters {
            try run(
                """
                UPDATE _record SET evidence = ?, decision = ?, request = ?, run = ?, deployment = ?,
                    newest = max(newest, ?)
                """,
                counters.evidence, counters.decision, counters.request, counters.run, counters.deployment, newest)
        } else if newest > .min {
            try run("UPDATE _record SET newest = ?1 WHERE newest < ?1", newest)
        }
    }

    mutating func saw(_ instant: Instant?) {
        if let instant { newest = max(newest, instant.microseconds) }
    }

    /// A run waits for each of these statements before it can start.
    func run(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws {
        let statement = try HotStatement(database, sql)
        for (index, argument) in arguments.enumerated() {
            statement.bind(argument?.databaseValue ?? .null, at: Int32(index + 1))
        }
        try statement.run()
    }

    private func put(_ state: PipelineState) throws {
        try run(
            "INSERT INTO _pipeline VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
            state.name.text, try RecordCoding.encode(state))
    }

    private func putDefinition(_ id: String, _ pipeline: PipelineName, _ source: String) throws {
        try run("INSERT INTO _definition VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, pipeline.text, source)
    }
}

extension Mutation {
    fileprivate var isOfRun: Bool {
        switch self {
        case .putRun, .putAttempt: true
        default: false
        }
    }
}
