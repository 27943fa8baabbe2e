import GRDB
import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    mutating func put(_ version: ModelVersion) throws {
        saw(version.registeredAt.wall)
        try run(
            """
            INSERT INTO _version (pipeline, number, run, digest, status, files, bytes, registered_at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET status = excluded.status, body = excluded.body
            WHERE run = excluded.run AND digest = excluded.digest
            """,
            version.id.pipeline.text, version.id.number, version.run.number, version.digest, version.status.rawValue,
            version.files, version.bytes, version.registeredAt.wall.microseconds, try RecordCoding.encode(version))
        guard database.changesCount == 1 else {
            throw StoreError(
                .conflict, "cannot register \"\(version.id)\": it is another model already; nothing was changed")
        }
    }

    func set(_ status: ModelVersion.Status, of id: ModelVersionID, because reason: String) throws {
        try run(
            """
            UPDATE _version SET status = ?1, body = json_set(body, '$.status', ?1, '$.statusReason', ?4)
            WHERE pipeline = ?2 AND number = ?3
            """,
            status.rawValue, id.pipeline.text, id.number, reason)
    }

    func putAlias(_ pipeline: PipelineName, _ alias: String, _ version: ModelVersionID?) throws {
        guard let version else {
            return try run("DELETE FROM _alias WHERE pipeline = ? AND alias = ?", pipeline.text, alias)
        }
        try run(
            "INSERT INTO _alias VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
            pipeline.text, alias, version.description)
    }

    mutating func add(_ move: AliasMove) throws {
        saw(move.at.wall)
        try run(
            """
            INSERT INTO _alias_move (pipeline, alias, former, version, actor, reason, moved_at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            move.pipeline.text, move.alias, move.from?.description, move.to?.description,
            try RecordCoding.encode(move.by), move.reason?.column, move.at.wall.microseconds,
            try RecordCoding.encode(move))
    }

    mutating func put(_ deployment: Deployment) throws {
        saw(deployment.startedAt.wall)
        saw(deployment.endedAt?.wall)
        let (state, detail) = deployment.state.columns
        try run(
            """
            INSERT INTO _deployment (id, pipeline, action, version, digest, replaced, target, run, actor, reason, state,
                detail, started_at, ended_at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET pipeline = excluded.pipeline, action = excluded.action,
                version = excluded.version, digest = excluded.digest, replaced = excluded.replaced,
                target = excluded.target, run = excluded.run, actor = excluded.actor, reason = excluded.reason,
                started_at = excluded.started_at, state = excluded.state, detail = excluded.detail,
                ended_at = excluded.ended_at, body = excluded.body
            """,
            deployment.id.number, deployment.pipeline.text, deployment.action.rawValue,
            deployment.version.description, deployment.digest, deployment.replaced?.description, deployment.target,
            deployment.run?.number, try RecordCoding.encode(deployment.by), deployment.reason?.column, state,
            detail?.column,
            deployment.startedAt.wall.microseconds, deployment.endedAt?.wall.microseconds,
            try RecordCoding.encode(deployment))
    }
}

extension Deployment.State {
    var columns: (word: String, detail: String?) {
        switch self {
        case .intended: ("intended", nil)
        case .live: ("live", nil)
        case .failed(let reason): ("failed", reason)
        }
    }
}
