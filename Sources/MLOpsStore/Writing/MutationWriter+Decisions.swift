import GRDB
import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    mutating func add(_ decision: DecisionRecord) throws {
        saw(decision.decidedAt)
        try run(
            """
            INSERT INTO _decision (id, pipeline, kind, trigger, request, run, summary, explanation, decided_at, last_at,
                count, dedupe_key)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, 1, ?10)
            """,
            decision.id.number, decision.pipeline.text, decision.kind.rawValue, decision.trigger?.text,
            decision.request?.number, decision.run?.number, decision.summary.column,
            try RecordCoding.encode(decision.explanation), decision.decidedAt.microseconds, decision.dedupeKey)
    }

    mutating func repeatOrAdd(_ decision: DecisionRecord) throws {
        saw(decision.decidedAt)
        try run(
            """
            UPDATE _decision SET last_at = ?, count = count + 1
            WHERE id = (SELECT max(id) FROM _decision WHERE pipeline = ?) AND kind = ? AND trigger IS ? AND summary = ?
            """,
            decision.decidedAt.microseconds, decision.pipeline.text, decision.kind.rawValue, decision.trigger?.text,
            decision.summary.column)
        if database.changesCount == 0 { try add(decision) }
    }

    mutating func put(_ request: RunRequest, _ end: RequestEnd?) throws {
        saw(request.createdAt.wall)
        let body = try RecordCoding.encode(request)
        guard let end else {
            return try run(
                """
                INSERT INTO _request (id, pipeline, state, created_at, body) VALUES (?, ?, 'pending', ?, ?)
                ON CONFLICT DO UPDATE SET body = excluded.body
                """,
                request.id.number, request.pipeline.text, request.createdAt.wall.microseconds, body)
        }
        let (state, object, reason) = end.columns
        try run(
            """
            INSERT INTO _request (id, pipeline, state, run, reason, created_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET state = excluded.state, run = excluded.run, reason = excluded.reason,
                body = excluded.body
            """,
            request.id.number, request.pipeline.text, state, object, reason, request.createdAt.wall.microseconds, body)
    }

    func end(_ request: RequestID, _ end: RequestEnd) throws {
        let (state, object, reason) = end.columns
        try run(
            "UPDATE _request SET state = ?, run = ?, reason = ? WHERE id = ?", state, object, reason, request.number)
    }
}

extension RequestEnd {
    fileprivate var columns: (state: String, run: Int64?, reason: String?) {
        switch self {
        case .started(let run): ("started", run.number, nil)
        case .expired(let reason): ("expired", nil, reason.column)
        case .withdrawn(let reason): ("withdrawn", nil, reason.column)
        }
    }
}
