import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Returns a part of the files of a dataset that the run read, in the order in which their contents first came; none
    /// when the run has no complete manifest.
    ///
    /// - Parameter last: the last file of the part before; nil for the first part.
    package func manifest(
        of run: RunID, dataset: DatasetName, after last: RecordedInput? = nil, limit: Int = 1000
    ) throws(StoreError) -> [RecordedInput] {
        try read { database in
            try database.rows(
                Self.manifestPart, [run.number, dataset.text, last?.content ?? 0, limit], as: RecordedInput.init)
        }
    }

    static let manifestPart = """
        SELECT c.id, d.name, c.path, c.size, c.sha256, c.rows, r.is_new
        FROM _manifest m
        CROSS JOIN _dataset d ON d.pipeline = m.pipeline AND d.name = ?2
        CROSS JOIN _manifest_range r ON r.run = m.run AND r.dataset = d.id
        CROSS JOIN _content c ON c.id BETWEEN max(r.first, ?3 + 1) AND r.last
        WHERE m.run = ?1 AND m.is_complete AND r.last > ?3
        ORDER BY r.first, c.id LIMIT ?4
        """

    /// Returns a part of the runs that read the content with this hex SHA-256 under any name, newest first.
    package func runs(
        using digest: String, _ page: Page<RunID> = Page()
    ) throws(StoreError) -> [RunID] {
        try users("c.sha256 = ?", [DigestColumn.value(digest)], page)
    }

    /// Returns a part of the runs that read the file in any of its contents, newest first.
    package func runs(
        using path: [UInt8], _ pipeline: PipelineName, _ dataset: DatasetName, _ page: Page<RunID> = Page()
    ) throws(StoreError) -> [RunID] {
        let id = try read { try DatasetRow.find(pipeline, dataset, in: $0) }
        guard let id else { return [] }
        return try users("c.dataset = ? AND c.path = ?", [id, PathColumn.value(path)], page)
    }

    /// Goes through the ranges of the runs, a few for each, and asks the index of contents about each.
    private func users(
        _ condition: String, _ arguments: [any DatabaseValueConvertible], _ page: Page<RunID>
    ) throws(StoreError) -> [RunID] {
        try read { database in
            try database.rows(
                """
                SELECT DISTINCT r.run FROM _manifest_range r
                CROSS JOIN _manifest m ON m.run = r.run AND m.is_complete
                WHERE EXISTS (SELECT 1 FROM _content c WHERE \(condition) AND c.id BETWEEN r.first AND r.last)
                AND r.run < ?
                ORDER BY r.run DESC LIMIT ?
                """,
                StatementArguments(arguments + [page.before?.number ?? .max, page.limit])
            ) { try $0.identifier("run") }
        }
    }
}

extension RecordedInput {
    init(_ row: Row) throws {
        guard let digest = try DigestColumn.hex(try row.raw("sha256")) else {
            throw UnexpectedValue("null", in: "_content.sha256")
        }
        self.init(
            dataset: DatasetName(try row.text("name")), path: try PathColumn.path(try row.raw("path")),
            size: try row.integer("size"), digest: digest, rows: try row.optionalInteger("rows"),
            isNew: try row.integer("is_new") != 0, content: try row.integer("id"))
    }
}
