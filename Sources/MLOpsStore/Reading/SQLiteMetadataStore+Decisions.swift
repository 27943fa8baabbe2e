import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Returns a part of the list of decisions, newest first.
    package func decisions(
        _ filter: DecisionFilter = DecisionFilter(), _ page: Page<DecisionID> = Page()
    ) throws(StoreError) -> [RecordedDecision] {
        try read { database in
            var selection = Selection("SELECT * FROM _decision")
            selection.filter("pipeline = ?", filter.pipeline?.text)
            selection.filter("trigger = ?", filter.trigger?.text)
            selection.filter("run = ?", filter.run?.number)
            selection.filter("id < ?", page.before?.number)
            return try selection.rows(
                in: database, orderedBy: "id DESC", limit: page.limit, as: RecordedDecision.init)
        }
    }

    package func decision(_ id: DecisionID) throws(StoreError) -> RecordedDecision? {
        try read { try $0.row("SELECT * FROM _decision WHERE id = ?", [id.number], as: RecordedDecision.init) }
    }

    /// Returns a part of the list of requests of a pipeline, newest first.
    package func requests(
        of pipeline: PipelineName, _ page: Page<RequestID> = Page()
    ) throws(StoreError) -> [RecordedRequest] {
        try read { database in
            var selection = Selection("SELECT * FROM _request")
            selection.filter("pipeline = ?", pipeline.text)
            selection.filter("id < ?", page.before?.number)
            return try selection.rows(in: database, orderedBy: "id DESC", limit: page.limit, as: RecordedRequest.init)
        }
    }

    package func request(_ id: RequestID) throws(StoreError) -> RecordedRequest? {
        try read { try $0.row("SELECT * FROM _request WHERE id = ?", [id.number], as: RecordedRequest.init) }
    }
}

extension RecordedDecision {
    init(_ row: Row) throws {
        record = DecisionRecord(
            id: try row.identifier("id"), pipeline: PipelineName(try row.text("pipeline")), kind: try row.word("kind"),
            trigger: try row.optionalText("trigger").map(TriggerName.init),
            request: try row.optionalIdentifier("request"), run: try row.optionalIdentifier("run"),
            summary: try row.text("summary"), explanation: try row.json("explanation"),
            decidedAt: try row.instant("decided_at"), dedupeKey: try row.optionalText("dedupe_key"))
        lastAt = try row.instant("last_at")
        count = try row.integer("count")
    }
}

extension RecordedRequest {
    init(_ row: Row) throws {
        request = try row.json("body")
        end = try Self.end(row)
    }

    private static func end(_ row: Row) throws -> RequestEnd? {
        let state = try row.text("state")
        switch state {
        case "pending": return nil
        case "started": return .started(try row.identifier("run"))
        case "expired": return .expired(try row.text("reason"))
        case "withdrawn": return .withdrawn(try row.text("reason"))
        default: throw UnexpectedValue(state, in: "_request.state")
        }
    }
}
