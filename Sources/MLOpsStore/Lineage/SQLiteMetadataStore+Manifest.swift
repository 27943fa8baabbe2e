import GRDB
package import MLOpsCore

/// What files a run reads is recorded part by part, so that a million files need little memory and hold nobody up.
extension SQLiteMetadataStore {
    /// Begins the manifest of a run; one that was begun or made before is forgotten.
    package func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) {
        try write { database in
            // The parts wait in a table that only this connection sees and that a crash takes with it.
            try database.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS _part (
                        run INTEGER NOT NULL,
                        dataset INTEGER NOT NULL,
                        is_new INTEGER NOT NULL,
                        content INTEGER NOT NULL,
                        PRIMARY KEY (run, dataset, is_new, content)
                    ) STRICT, WITHOUT ROWID
                    """)
            try database.execute(sql: "DELETE FROM temp._part WHERE run = ?", arguments: [run.number])
            try database.execute(sql: "DELETE FROM _manifest_range WHERE run = ?", arguments: [run.number])
            try database.execute(
                sql: "INSERT OR REPLACE INTO _manifest VALUES (?, ?, 0)", arguments: [run.number, pipeline.text])
        }
    }

    /// Adds a part in one transaction; some thousand files are a good size.
    ///
    /// The digests are kept in the index where a file still is what was hashed.
    package func addToManifest(
        _ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]
    ) throws(StoreError) {
        try write { database in
            let pipeline = try database.row("SELECT pipeline FROM _manifest WHERE run = ?", [run.number]) {
                PipelineName(try $0.text("pipeline"))
            }
            guard let pipeline else {
                throw StoreError(.other, "cannot record the inputs of \"\(run)\": its manifest was not begun; begin it")
            }
            let id = try DatasetRow.findOrMake(pipeline, dataset, in: database)
            for file in files { try Self.add(file, of: id, to: run, database) }
        }
    }

    private static func add(_ file: FrozenFile, of dataset: Int64, to run: RunID, _ database: Database) throws {
        let content = try content(of: file, in: dataset, database)
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO temp._part VALUES (?, ?, ?, ?)")
            .execute(arguments: [run.number, dataset, file.isNew, content])
        try remember(file, of: dataset, database)
    }

    private static func content(of file: FrozenFile, in dataset: Int64, _ database: Database) throws -> Int64 {
        let (path, digest) = (PathColumn.value(file.path), DigestColumn.value(file.digest))
        let known = try database.row(
            "SELECT id FROM _content WHERE dataset = ? AND path = ? AND sha256 = ?", [dataset, path, digest]
        ) { try $0.integer("id") }
        if let known { return known }
        try database.cachedStatement(
            sql: "INSERT INTO _content (dataset, path, sha256, size, rows) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [dataset, path, digest, file.fingerprint.size, file.rows])
        return database.lastInsertedRowID
    }

    /// Keeps digests in the index where a file still is what was hashed, also of files that no manifest has yet.
    package func rememberDigests(
        of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError) {
        guard !files.isEmpty else { return }
        try write { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return }
            for file in files { try Self.remember(file, of: id, database) }
        }
    }

    private static func remember(_ file: FrozenFile, of dataset: Int64, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE _file SET sha256 = ?1 WHERE dataset = ? AND path = ? AND device = ? AND inode = ? AND size = ?
                    AND modified_ns = ? AND changed_ns = ? AND sha256 IS NOT ?1
                """
        ).execute(arguments: [
            DigestColumn.value(file.digest), dataset, PathColumn.value(file.path),
            Int64(bitPattern: file.fingerprint.device), Int64(bitPattern: file.fingerprint.inode),
            file.fingerprint.size, file.fingerprint.modifiedNanoseconds, file.fingerprint.changedNanoseconds,
        ])
    }

    /// Makes the manifest complete; without this there is none.
    package func endManifest(_ run: RunID) throws(StoreError) {
        try write { database in
            // Runs of consecutive contents: in each, content and position rise together.
            try database.execute(
                sql: """
                    INSERT INTO _manifest_range
                    SELECT run, dataset, min(content), max(content), is_new FROM (
                        SELECT *, content - row_number() OVER (PARTITION BY dataset, is_new ORDER BY content) AS range
                        FROM temp._part WHERE run = ?
                    ) GROUP BY dataset, is_new, range
                    """,
                arguments: [run.number])
            try database.execute(sql: "DELETE FROM temp._part WHERE run = ?", arguments: [run.number])
            try database.execute(sql: "UPDATE _manifest SET is_complete = 1 WHERE run = ?", arguments: [run.number])
        }
    }
}
