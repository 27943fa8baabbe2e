import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Calls `body` with every whole file up to the sequence number, oldest first.
    ///
    /// Reads part by part, so that a million files need little memory and nobody waits for a slow `body`. A file that
    /// becomes ready again meanwhile gets a later number: if that is above `last`, it is left out.
    package func forEachFile(
        _ pipeline: PipelineName, _ dataset: DatasetName, through last: Int64, _ body: (IndexedFile) throws -> Void
    ) throws {
        var position: FilePosition? = .start
        while let start = position {
            let part = try files(pipeline, dataset, through: last, after: start)
            for file in part.files { try body(file) }
            position = part.next
        }
    }

    /// Returns a part of the whole files (ready, or ready again after a change) up to the sequence number, oldest
    /// first, and where the next part begins; nil: this was the last one.
    package func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, through last: Int64, after position: FilePosition,
        limit: Int = 4096
    ) throws(StoreError) -> (files: [IndexedFile], next: FilePosition?) {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return ([], nil) }
            var next = position
            let files = try database.rows(
                FileColumns.select + """
                     WHERE dataset = ? AND (sequence, id) > (?, ?) AND sequence <= ?
                    ORDER BY sequence, id LIMIT ?
                    """,
                [id, position.sequence, position.row, last, limit]
            ) { row in
                let file = try FileColumns.indexedFile(row)
                next = FilePosition(sequence: file.record.sequence, row: try row.decode(Int64.self, atIndex: 0))
                return file
            }
            return (files.filter { Self.wholeStates.contains($0.record.state) }, files.count < limit ? nil : next)
        }
    }

    private static let wholeStates: Set<FileRecord.State> = [.ready, .revised]

    /// Returns how many files of the dataset are in each state; states without files are left out.
    package func fileCounts(
        pipeline: PipelineName, dataset: DatasetName
    ) throws(StoreError) -> [FileRecord.State: Int64] {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [:] }
            let counts = try database.rows(
                "SELECT state, files FROM _file_count WHERE dataset = ? AND files > 0", [id]
            ) { row in (try row.word("state") as FileRecord.State, try row.integer("files")) }
            return Dictionary(counts) { first, _ in first }
        }
    }
}
