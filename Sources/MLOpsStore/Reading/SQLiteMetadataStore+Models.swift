import GRDB
package import MLOpsCore
package import MLOpsSchedule

extension SQLiteMetadataStore {
    /// Returns a part of the list of versions, newest first; of one pipeline, or of all.
    package func versions(
        pipeline: PipelineName? = nil, _ page: Page<ModelVersionID> = Page()
    ) throws(StoreError) -> [ModelVersion] {
        try read { database in
            var selection = Selection("SELECT body FROM _version")
            selection.filter("pipeline = ?", pipeline?.text)
            if pipeline != nil {
                selection.filter("number < ?", page.before?.number)
            } else if let before = page.before {
                selection.filter(
                    "run < (SELECT run FROM _version WHERE pipeline = ? AND number = ?)", before.pipeline.text,
                    before.number)
            }
            let order = pipeline == nil ? "run DESC" : "number DESC"
            return try selection.rows(in: database, orderedBy: order, limit: page.limit) { try $0.json("body") }
        }
    }

    /// Returns the version, or nil.
    package func version(_ id: ModelVersionID) throws(StoreError) -> ModelVersion? {
        try read { database in
            try database.row(
                "SELECT body FROM _version WHERE pipeline = ? AND number = ?", [id.pipeline.text, id.number]
            ) { try $0.json("body") }
        }
    }

    /// Returns the version that the run registered, or nil.
    package func version(of run: RunID) throws(StoreError) -> ModelVersion? {
        try read { try $0.row("SELECT body FROM _version WHERE run = ?", [run.number]) { try $0.json("body") } }
    }

    /// Returns all aliases of a pipeline, or of all pipelines, in order of names.
    package func aliases(of pipeline: PipelineName? = nil) throws(StoreError) -> [Alias] {
        try read { database in
            try database.rows(
                "SELECT * FROM _alias WHERE ?1 IS NULL OR pipeline = ?1 ORDER BY pipeline, alias", [pipeline?.text],
                as: Alias.init)
        }
    }

    /// Returns the moves of aliases, newest first; of one pipeline or alias, or of all.
    package func aliasMoves(
        pipeline: PipelineName? = nil, alias: String? = nil, limit: Int = 1000
    ) throws(StoreError) -> [AliasMove] {
        try read { database in
            var selection = Selection("SELECT body FROM _alias_move")
            selection.filter("pipeline = ?", pipeline?.text)
            selection.filter("alias = ?", alias)
            return try selection.rows(in: database, orderedBy: "id DESC", limit: limit) { try $0.json("body") }
        }
    }

    /// Returns the deployment that was live at the time, or nil: a later one replaced it only later.
    package func liveDeployment(of pipeline: PipelineName, at time: Instant) throws(StoreError) -> Deployment? {
        try read { database in
            try database.row(
                """
                SELECT body FROM _deployment WHERE pipeline = ? AND state = 'live' AND ended_at <= ?
                ORDER BY id DESC LIMIT 1
                """,
                [pipeline.text, time.microseconds]
            ) { try $0.json("body") }
        }
    }

    /// Returns all versions of a pipeline, or of all pipelines, in order; for what has to look at every one.
    package func allVersions(of pipeline: PipelineName? = nil) throws(StoreError) -> [ModelVersion] {
        try read { database in
            try database.rows(
                "SELECT body FROM _version WHERE ?1 IS NULL OR pipeline = ?1 ORDER BY pipeline, number",
                [pipeline?.text]
            ) { try $0.json("body") }
        }
    }

    /// Returns a part of the ledger, newest first; of one pipeline, or of all.
    package func deployments(
        pipeline: PipelineName? = nil, _ page: Page<DeploymentID> = Page()
    ) throws(StoreError) -> [Deployment] {
        try read { database in
            var selection = Selection("SELECT body FROM _deployment")
            selection.filter("pipeline = ?", pipeline?.text)
            selection.filter("id < ?", page.before?.number)
            return try selection.rows(in: database, orderedBy: "id DESC", limit: page.limit) { try $0.json("body") }
        }
    }

    package func deployment(_ id: DeploymentID) throws(StoreError) -> Deployment? {
        try read { try $0.row("SELECT body FROM _deployment WHERE id = ?", [id.number]) { try $0.json("body") } }
    }

    /// Returns the newest deployment that the run led to, or nil.
    package func deployment(of run: RunID, _ pipeline: PipelineName) throws(StoreError) -> Deployment? {
        try read { database in
            try database.row(
                "SELECT body FROM _deployment WHERE pipeline = ? AND run = ? ORDER BY id DESC LIMIT 1",
                [pipeline.text, run.number]
            ) { try $0.json("body") }
        }
    }

    /// Returns the deployment that is live, or nil.
    package func liveDeployment(of pipeline: PipelineName) throws(StoreError) -> DeploymentID? {
        try read { database in
            try database.row(
                "SELECT id FROM _deployment WHERE pipeline = ? AND state = 'live' ORDER BY id DESC LIMIT 1",
                [pipeline.text]
            ) { try $0.identifier("id") }
        }
    }

    package func definition(_ id: String) throws(StoreError) -> RecordedDefinition? {
        try read { database in
            try database.row("SELECT * FROM _definition WHERE id = ?", [id]) { row in
                RecordedDefinition(
                    id: try row.text("id"), pipeline: PipelineName(try row.text("pipeline")),
                    source: try row.text("source"))
            }
        }
    }
}

extension Alias {
    init(_ row: Row) throws {
        pipeline = PipelineName(try row.text("pipeline"))
        alias = try row.text("alias")
        guard let version = try row.version("version") else { throw UnexpectedValue("null", in: "_alias.version") }
        self.version = version
    }
}
