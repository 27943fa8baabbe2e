import GRDB
import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    mutating func put(_ record: Run) throws {
        saw(record.startedAt.wall)
        saw(record.endedAt?.wall)
        try run(
            """
            INSERT INTO _run (id, pipeline, phase, outcome, detail, definition, decision, request, trigger, reason,
                retry_of, version, champion, manifest, started_at, ended_at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET phase = excluded.phase, outcome = excluded.outcome, detail = excluded.detail,
                version = excluded.version, champion = excluded.champion, manifest = excluded.manifest,
                ended_at = excluded.ended_at, body = excluded.body
            """,
            record.id.number, record.pipeline.text, record.phase.word, record.phase.outcome?.word,
            record.phase.outcome?.detail?.column, record.definition, record.decision.number, record.request.id.number,
            record.request.causes.first?.trigger?.text, record.reason.column, record.request.retryOf?.number,
            record.version?.description, record.champion?.description, record.manifest?.digest,
            record.startedAt.wall.microseconds, record.endedAt?.wall.microseconds, try RecordCoding.encode(record))
        if let candidate = record.candidate { try putMetrics(candidate.metrics, of: record.id) }
    }

    private func putMetrics(_ metrics: [Candidate.Metric], of record: RunID) throws {
        // SQLite has no value for what is not a number; the run's own list keeps it.
        let metrics = metrics.filter { !$0.value.isNaN }
        for (position, metric) in metrics.enumerated() {
            try run(
                """
                INSERT INTO _metric VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET name = excluded.name, value = excluded.value
                """,
                record.number, position, metric.name, metric.value)
        }
        try run("DELETE FROM _metric WHERE run = ? AND position >= ?", record.number, metrics.count)
    }

    mutating func put(_ attempt: AttemptRecord) throws {
        saw(attempt.intendedAt)
        saw(attempt.startedAt)
        try run(
            """
            INSERT INTO _attempt (run, step, number, intended_at, ended, body) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET ended = excluded.ended, body = excluded.body
            """,
            attempt.id.run.number, attempt.id.step.text, attempt.id.number, attempt.intendedAt.microseconds,
            attempt.end == nil ? 0 : 1, try RecordCoding.encode(attempt))
    }
}

extension RunPhase {
    /// The phase as views name it.
    var word: String {
        switch self {
        case .freezing: "freezing"
        case .running: "running"
        case .collecting: "collecting"
        case .registering: "registering"
        case .judging: "judging"
        case .deploying: "deploying"
        case .ended: "ended"
        }
    }
}
