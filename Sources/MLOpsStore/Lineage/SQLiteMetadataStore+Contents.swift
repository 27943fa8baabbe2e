import GRDB
package import MLOpsCore

/// What a file was each time that a run read it, and who read that.
extension SQLiteMetadataStore {
    /// Returns the contents with this hex SHA-256, under any name, newest first.
    package func contents(digest: String, limit: Int) throws(StoreError) -> [RecordedContent] {
        try contents("c.sha256 = ?", [DigestColumn.value(digest)], limit)
    }

    /// Returns what the file at a path relative to the dataset's directory was, newest first.
    package func contents(
        of path: [UInt8], _ pipeline: PipelineName, _ dataset: DatasetName, limit: Int
    ) throws(StoreError) -> [RecordedContent] {
        let id = try read { try DatasetRow.find(pipeline, dataset, in: $0) }
        guard let id else { return [] }
        return try contents("c.dataset = ? AND c.path = ?", [id, PathColumn.value(path)], limit)
    }

    private func contents(
        _ condition: String, _ arguments: [any DatabaseValueConvertible], _ limit: Int
    ) throws(StoreError) -> [RecordedContent] {
        try read { database in
            try database.rows(
                """
                SELECT c.id, d.pipeline, d.name, c.path, c.size, c.sha256
                FROM _content c JOIN _dataset d ON d.id = c.dataset
                WHERE \(condition) ORDER BY c.id DESC LIMIT ?
                """, StatementArguments(arguments + [limit]), as: RecordedContent.init)
        }
    }

    /// Returns the runs that read the content, newest first.
    package func runs(using content: RecordedContent, limit: Int) throws(StoreError) -> [RunID] {
        try read { database in
            try database.rows(
                """
                SELECT DISTINCT r.run FROM _manifest_range r
                CROSS JOIN _manifest m ON m.run = r.run AND m.is_complete
                WHERE ? BETWEEN r.first AND r.last
                ORDER BY r.run DESC LIMIT ?
                """, [content.id, limit]
            ) { try $0.identifier("run") }
        }
    }
}

extension RecordedContent {
    init(_ row: Row) throws {
        guard let digest = try DigestColumn.hex(try row.raw("sha256")) else {
            throw UnexpectedValue("null", in: "_content.sha256")
        }
        self.init(
            pipeline: PipelineName(try row.text("pipeline")), dataset: DatasetName(try row.text("name")),
            path: try PathColumn.path(try row.raw("path")), size: try row.integer("size"), digest: digest,
            id: try row.integer("id"))
    }
}
