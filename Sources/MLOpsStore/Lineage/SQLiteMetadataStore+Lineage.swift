import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Begins to record what files the run reads.
    package func writeManifest(of run: RunID, _ pipeline: PipelineName) throws(StoreError) -> ManifestWriter {
        try ManifestWriter(store: self, run: run, pipeline: pipeline)
    }

    /// Records what files the run reads, all at once; the same again changes nothing.
    package func putManifest(
        of run: RunID, _ pipeline: PipelineName, _ files: some Sequence<ManifestFile>
    ) throws(StoreError) {
        var writer = try writeManifest(of: run, pipeline)
        var part: [ManifestFile] = []
        for file in files {
            part.append(file)
            if part.count == 4096 {
                try writer.append(part)
                part.removeAll(keepingCapacity: true)
            }
        }
        try writer.append(part)
        try writer.finish()
    }

    /// Returns a part of the files that the run read, in the order in which their contents first came.
    ///
    /// - Parameter position: what the call before returned as `next`; 0 for the first part.
    /// - Returns: no files and nil when no manifest was finished; `next` is nil with the last part.
    package func manifest(
        of run: RunID, after position: Int64 = 0, limit: Int = 1000
    ) throws(StoreError) -> (files: [ManifestFile], next: Int64?) {
        try read { database in
            var next = position
            let files = try database.rows(Self.manifestPart, [run.number, position, limit]) { row in
                next = try row.integer("id")
                return try ManifestFile(row)
            }
            return (files, files.count < limit ? nil : next)
        }
    }

    static let manifestPart = """
        SELECT c.id, d.name, c.path, c.size, c.sha256, c.rows, r.is_new
        FROM _manifest m
        JOIN _manifest_range r ON r.run = m.run
        CROSS JOIN _content c ON c.id BETWEEN max(r.first, ?2 + 1) AND r.last
        JOIN _dataset d ON d.id = c.dataset
        WHERE m.run = ?1 AND m.is_complete AND r.last > ?2
        ORDER BY r.first, c.id LIMIT ?3
        """

    /// Returns a part of the runs that read the content with this hex SHA-256 under any name, newest first.
    package func runs(
        using digest: String, _ page: Page<RunID> = Page()
    ) throws(StoreError) -> [RunID] {
        try users(where: Self.holdsDigest, [DigestColumn.value(digest)], page)
    }

    /// Returns a part of the runs that read the file in any of its contents, newest first.
    package func runs(
        using path: [UInt8], _ pipeline: PipelineName, _ dataset: DatasetName, _ page: Page<RunID> = Page()
    ) throws(StoreError) -> [RunID] {
        let id = try read { try DatasetRow.find(pipeline, dataset, in: $0) }
        guard let id else { return [] }
        return try users(where: Self.holdsPath, [id, PathColumn.value(path)], page)
    }

    static let holdsDigest = "c.sha256 = ?"
    static let holdsPath = "c.dataset = ? AND c.path = ?"

    /// Goes through the ranges of the runs, a few for each, and asks the index of contents about each.
    static func users(where condition: String) -> String {
        """
        SELECT DISTINCT r.run FROM _manifest_range r CROSS JOIN _manifest m ON m.run = r.run AND m.is_complete
        WHERE EXISTS (SELECT 1 FROM _content c WHERE \(condition) AND c.id BETWEEN r.first AND r.last) AND r.run < ?
        ORDER BY r.run DESC LIMIT ?
        """
    }

    private func users(
        where condition: String, _ arguments: [any DatabaseValueConvertible], _ page: Page<RunID>
    ) throws(StoreError) -> [RunID] {
        try read { database in
            try database.rows(
                Self.users(where: condition),
                StatementArguments(arguments + [page.before?.number ?? .max, page.limit])
            ) { try $0.identifier("run") }
        }
    }
}

extension ManifestFile {
    init(_ row: Row) throws {
        guard let digest = try DigestColumn.hex(try row.raw("sha256")) else {
            throw UnexpectedValue("null", in: "_content.sha256")
        }
        self.init(
            dataset: DatasetName(try row.text("name")), path: try PathColumn.path(try row.raw("path")),
            size: try row.integer("size"), digest: digest, rows: try row.optionalInteger("rows"),
            isNew: try row.integer("is_new") != 0)
    }
}
