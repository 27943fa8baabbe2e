import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Returns a part of the list of runs, newest first.
    package func runs(_ filter: RunFilter = RunFilter(), _ page: Page<RunID> = Page()) throws(StoreError)
        -> [RunSummary]
    {
        try read { database in
            let columns = """
                SELECT id, pipeline, phase, outcome, detail, definition, decision, request, trigger, reason, retry_of,
                    version, champion, manifest, started_at, ended_at
                FROM _run
                """
            return try Self.selection(columns, filter, page)
                .rows(in: database, orderedBy: "id DESC", limit: page.limit, as: RunSummary.init)
        }
    }

    static func selection(_ head: String, _ filter: RunFilter, _ page: Page<RunID>) -> Selection {
        var selection = Selection(head)
        selection.filter("pipeline = ?", filter.pipeline?.text)
        switch filter.outcome {
        case nil: break
        case .active: selection.add("outcome IS NULL")
        case let outcome?: selection.filter("outcome = ?", outcome.rawValue)
        }
        selection.filter("id < ?", page.before?.number)
        return selection
    }

    /// Returns the run with all that is kept of it, or nil.
    package func run(_ id: RunID) throws(StoreError) -> Run? {
        try read { try $0.row("SELECT body FROM _run WHERE id = ?", [id.number]) { try $0.json("body") } }
    }

    /// Returns the attempts of a run in order of steps and numbers.
    package func attempts(of run: RunID) throws(StoreError) -> [AttemptRecord] {
        try read { database in
            try database.rows(
                "SELECT body FROM _attempt WHERE run = ? ORDER BY intended_at, step, number", [run.number]
            ) { try $0.json("body") }
        }
    }

    /// Returns the attempt, or nil.
    package func attempt(_ id: AttemptID) throws(StoreError) -> AttemptRecord? {
        try read { database in
            try database.row(
                "SELECT body FROM _attempt WHERE run = ? AND step = ? AND number = ?",
                [id.run.number, id.step.text, id.number]
            ) { try $0.json("body") }
        }
    }
}

extension RunSummary {
    init(_ row: Row) throws {
        id = try row.identifier("id")
        pipeline = PipelineName(try row.text("pipeline"))
        phase = try row.text("phase")
        outcome = try row.optionalText("outcome")
        detail = try row.optionalText("detail")
        definition = try row.text("definition")
        decision = try row.identifier("decision")
        request = try row.identifier("request")
        trigger = try row.optionalText("trigger").map(TriggerName.init)
        reason = try row.text("reason")
        retryOf = try row.optionalIdentifier("retry_of")
        version = try row.version("version")
        champion = try row.version("champion")
        manifestDigest = try row.optionalText("manifest")
        startedAt = try row.instant("started_at")
        endedAt = try row.optionalInstant("ended_at")
    }
}
