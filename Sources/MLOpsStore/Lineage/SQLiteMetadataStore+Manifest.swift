import GRDB
package import MLOpsCore

/// What files a run reads is recorded part by part, so that a million files need little memory and hold nobody up.
extension SQLiteMetadataStore {
    /// Where manifests wait that were begun: only this connection sees the tables, and a crash takes them along.
    ///
    /// They are made when the connection is, because every change of a schema makes all statements be prepared anew.
    static let manifestTables = """
        CREATE TEMP TABLE _begun (run INTEGER PRIMARY KEY, pipeline TEXT NOT NULL) STRICT;
        CREATE TEMP TABLE _part (
            run INTEGER NOT NULL,
            dataset INTEGER NOT NULL,
            is_new INTEGER NOT NULL,
            content INTEGER NOT NULL,
            PRIMARY KEY (run, dataset, is_new, content)
        ) STRICT, WITHOUT ROWID
        """

    /// Begins the manifest of a run; one that was begun or made before is forgotten.
    package func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) {
        try write { database in
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO temp._begun VALUES (?, ?)")
                .execute(arguments: [run.number, pipeline.text])
            try database.cachedStatement(sql: "DELETE FROM temp._part WHERE run = ?").execute(arguments: [run.number])
            try database.cachedStatement(sql: "DELETE FROM _manifest_range WHERE run = ?")
                .execute(arguments: [run.number])
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO _manifest VALUES (?, ?, 0)")
                .execute(arguments: [run.number, pipeline.text])
        }
    }

    /// Adds a part in one transaction; some thousand files are a good size.
    ///
    /// The digests are kept in the index where a file still is what was hashed.
    package func addToManifest(
        _ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]
    ) throws(StoreError) {
        let pipeline = try write { database in
            let pipeline = try database.row("SELECT pipeline FROM temp._begun WHERE run = ?", [run.number]) {
                PipelineName(try $0.text("pipeline"))
            }
            guard let pipeline else { throw Self.notBegun(run) }
            let id = try DatasetRow.findOrMake(pipeline, dataset, in: database)
            for file in files { try Self.add(file, of: id, to: run, database) }
            return pipeline
        }
        listings.remember(files, FileListings.Key(pipeline: pipeline, dataset: dataset))
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
        listings.remember(files, FileListings.Key(pipeline: pipeline, dataset: dataset))
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
            try database.cachedStatement(
                sql: """
                    INSERT INTO _manifest_range
                    SELECT run, dataset, min(content), max(content), is_new FROM (
                        SELECT *, content - row_number() OVER (PARTITION BY dataset, is_new ORDER BY content) AS range
                        FROM temp._part WHERE run = ?
                    ) GROUP BY dataset, is_new, range
                    """
            ).execute(arguments: [run.number])
            try database.cachedStatement(sql: "DELETE FROM temp._part WHERE run = ?").execute(arguments: [run.number])
            try database.cachedStatement(sql: "DELETE FROM temp._begun WHERE run = ?").execute(arguments: [run.number])
            guard database.changesCount == 1 else { throw Self.notBegun(run) }
            try database.cachedStatement(sql: "UPDATE _manifest SET is_complete = 1 WHERE run = ?")
                .execute(arguments: [run.number])
        }
    }

    private static func notBegun(_ run: RunID) -> StoreError {
        StoreError(.other, "cannot record the inputs of \"\(run)\": its manifest was not begun; begin it")
    }
}
