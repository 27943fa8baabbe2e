import GRDB
package import MLOpsCore

/// Records what files a run reads, part by part, so that a million files need little memory and hold nobody up.
///
/// Beginning again for the same run replaces what was written before. Until `finish()` the manifest counts as not
/// there.
package struct ManifestWriter: Sendable {
    /// Consecutive contents that are equally new.
    private struct Range {
        var first: Int64
        var last: Int64
        var isNew: Bool
    }

    private let store: SQLiteMetadataStore
    private let run: RunID
    private let pipeline: PipelineName
    private var open: Range?
    private var files: Int64 = 0

    init(store: SQLiteMetadataStore, run: RunID, pipeline: PipelineName) throws(StoreError) {
        self.store = store
        self.run = run
        self.pipeline = pipeline
        try store.write { database in
            try database.execute(sql: "DELETE FROM _manifest_range WHERE run = ?", arguments: [run.number])
            try database.execute(
                sql: """
                    INSERT INTO _manifest VALUES (?, 0, 0)
                    ON CONFLICT DO UPDATE SET files = 0, is_complete = 0
                    """,
                arguments: [run.number])
        }
    }

    /// Adds a part in one transaction; some thousand files are a good size.
    ///
    /// Files should come in the same order in every run, new ones last: the record is then a few numbers per run.
    package mutating func append(_ part: [ManifestFile]) throws(StoreError) {
        let (former, run, pipeline) = (open, run, pipeline)
        open = try store.write { database in
            var open = former
            for file in part {
                let dataset = try DatasetRow.findOrMake(pipeline, file.dataset, in: database)
                let content = try Self.content(of: file, in: dataset, database)
                if let range = open, range.last + 1 == content, range.isNew == file.isNew {
                    open?.last = content
                } else {
                    try Self.put(open, of: run, in: database)
                    open = Range(first: content, last: content, isNew: file.isNew)
                }
            }
            return open
        }
        files += Int64(part.count)
    }

    /// Makes the manifest count.
    package consuming func finish() throws(StoreError) {
        let (open, run, files) = (open, run, files)
        try store.write { database in
            try Self.put(open, of: run, in: database)
            try database.execute(
                sql: "UPDATE _manifest SET files = ?, is_complete = 1 WHERE run = ?", arguments: [files, run.number])
        }
    }

    private static func put(_ range: Range?, of run: RunID, in database: Database) throws {
        guard let range else { return }
        try database.cachedStatement(sql: "INSERT INTO _manifest_range VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .execute(arguments: [run.number, range.first, range.last, range.isNew])
    }

    private static func content(of file: ManifestFile, in dataset: Int64, _ database: Database) throws -> Int64 {
        let (path, digest) = (PathColumn.value(file.path), DigestColumn.value(file.digest))
        let known = try database.row(
            "SELECT id FROM _content WHERE dataset = ? AND path = ? AND sha256 = ?", [dataset, path, digest]
        ) { try $0.integer("id") }
        if let known { return known }
        try database.cachedStatement(
            sql: "INSERT INTO _content (dataset, path, sha256, size, rows) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [dataset, path, digest, file.size, file.rows])
        return database.lastInsertedRowID
    }
}
