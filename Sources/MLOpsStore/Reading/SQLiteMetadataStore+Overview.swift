import GRDB
package import MLOpsCore
package import MLOpsSchedule

extension SQLiteMetadataStore {
    private static let failuresOfPipeline = 20

    /// Returns runs with all that is kept of them, newest first.
    package func wholeRuns(_ filter: RunFilter, _ page: Page<RunID>) throws(StoreError) -> [Run] {
        try read { database in
            try Self.selection("SELECT body FROM _run", filter, page)
                .rows(in: database, orderedBy: "id DESC", limit: page.limit) { try $0.json("body") }
        }
    }

    /// Returns what the history of pipelines and their triggers comes to; its cost does not depend on its length.
    ///
    /// - Parameter failures: At most this many are returned.
    package func overview(
        of pipelines: [(name: PipelineName, triggers: [TriggerName])], failures: Int = 0
    ) throws(StoreError) -> Overview {
        try read { database in
            var overview = Overview()
            var failed: [RunID] = []
            for pipeline in pipelines {
                overview.newestRuns[pipeline.name] = try Self.newestRun(of: pipeline.name, in: database)
                for trigger in pipeline.triggers {
                    let wish = try Self.wish(of: trigger, pipeline.name, in: database)
                    overview.wishes[pipeline.name, default: [:]][trigger] = wish
                }
                if failures > 0 { failed += try Self.failures(of: pipeline.name, in: database) }
            }
            overview.failures = try failed.sorted(by: >).prefix(failures).compactMap { id in
                try database.row("SELECT body FROM _run WHERE id = ?", [id.number]) { try $0.json("body") }
            }
            return overview
        }
    }

    /// Returns how many runs failed since then, counting 1000 at most.
    package func countFailures(since instant: Instant) throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(
                try database.cachedStatement(sql: Self.failuresSince), arguments: [instant.microseconds]) ?? 0
        }
    }

    static let failuresSince = """
        SELECT count(*) FROM (SELECT ended_at FROM _run WHERE outcome = 'failed' ORDER BY id DESC LIMIT 1000)
        WHERE ended_at > ?
        """

    private static func newestRun(of pipeline: PipelineName, in database: Database) throws -> Run? {
        try database.row(
            "SELECT body FROM _run WHERE pipeline = ? ORDER BY id DESC LIMIT 1", [pipeline.text]
        ) { try $0.json("body") }
    }

    /// Starts and holds come of a request, and a merge is one: what was dropped is no wish.
    private static func wish(
        of trigger: TriggerName, _ pipeline: PipelineName, in database: Database
    ) throws -> Overview.Wish? {
        try database.row(
            """
            SELECT CASE kind WHEN 'merge' THEN decided_at ELSE coalesce(created_at, decided_at) END AS at,
                coalesce(_decision.run, _request.run) AS run
            FROM _decision LEFT JOIN _request ON _request.id = _decision.request
            WHERE _decision.pipeline = ? AND trigger = ? AND kind IN ('start', 'merge', 'hold')
            ORDER BY _decision.id DESC LIMIT 1
            """, [pipeline.text, trigger.text]
        ) { Overview.Wish(at: try $0.instant("at"), run: try $0.optionalIdentifier("run")) }
    }

    private static func failures(of pipeline: PipelineName, in database: Database) throws -> [RunID] {
        let newest = try database.rows(
            "SELECT id, outcome FROM _run WHERE pipeline = ? ORDER BY id DESC LIMIT ?",
            [pipeline.text, failuresOfPipeline]
        ) { (id: try $0.identifier("id") as RunID, outcome: try $0.optionalText("outcome")) }
        return newest.prefix { $0.outcome != "succeeded" }
            .filter { $0.outcome == "failed" || $0.outcome == "refused" }.map(\.id)
    }
}
