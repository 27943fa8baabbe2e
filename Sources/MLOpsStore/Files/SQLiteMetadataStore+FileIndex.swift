import GRDB
package import MLOpsCore

extension SQLiteMetadataStore: FileIndex {
    package func file(
        _ pipeline: PipelineName, _ dataset: DatasetName, path: [UInt8]
    ) throws(StoreError) -> KnownFile? {
        if let listing = try listing(of: pipeline, dataset) { return listing.file(path) }
        return try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return nil }
            return try database.row(
                FileColumns.select + " WHERE dataset = ? AND path = ?", [id, PathColumn.value(path)],
                as: FileColumns.knownFile)
        }
    }

    /// Returns at most `limit` files by rising path (bytes), from the first after `path`, and whether a run read each.
    package func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [KnownFile] {
        if let listing = try listing(of: pipeline, dataset) { return listing.files(after: path, limit: limit) }
        return try read { try Self.files(of: pipeline, dataset, after: path, limit: limit, in: $0) }
    }

    private static func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int, in database: Database
    ) throws -> [KnownFile] {
        guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [] }
        return try database.rows(
            FileColumns.select + " WHERE dataset = ? AND path > ? ORDER BY path LIMIT ?",
            [id, PathColumn.value(path), limit], as: FileColumns.knownFile)
    }

    /// Returns nil when the dataset is too large to be kept in memory.
    package func listing(of pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> FileListing? {
        let key = FileListings.Key(pipeline: pipeline, dataset: dataset)
        switch listings.find(key) {
        case .small(let listing): return listing
        case .large: return nil
        case .unknown(let generation):
            let listing = try read { database -> FileListing? in
                let limit = FileListing.maximumFiles + 1
                let files = try Self.files(of: pipeline, dataset, after: [], limit: limit, in: database)
                guard files.count < limit else { return nil }
                return FileListing(
                    files: files, usedThrough: try Self.usedThrough(pipeline, dataset, in: database))
            }
            listings.keep(listing, key, readIn: generation)
            return listing
        }
    }

    package func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, paths: [[UInt8]]
    ) throws(StoreError) -> [FileRecord] {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [] }
            return try paths.compactMap { path in
                try database.row(
                    FileColumns.select + " WHERE dataset = ? AND path = ?", [id, PathColumn.value(path)],
                    as: FileColumns.record)
            }
        }
    }

    package func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [FileRecord] {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [] }
            return try database.rows(
                FileColumns.select + """
                     WHERE dataset = ? AND path > ? ORDER BY path LIMIT ?
                    """,
                [id, PathColumn.value(path), limit], as: FileColumns.record)
        }
    }

    package func countPresentFiles(
        _ pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError) -> Int64 {
        try fileCounts(pipeline: pipeline, dataset: dataset).reduce(0) { $1.key == .vanished ? $0 : $0 + $1.value }
    }

    package func lastSequence(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        try read { database in
            try database.row(
                "SELECT last_sequence FROM _dataset WHERE pipeline = ? AND name = ?", [pipeline.text, dataset.text]
            ) { try $0.integer("last_sequence") } ?? 0
        }
    }

    package func usedThrough(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        try read { try Self.usedThrough(pipeline, dataset, in: $0) }
    }

    private static func usedThrough(
        _ pipeline: PipelineName, _ dataset: DatasetName, in database: Database
    ) throws -> Int64 {
        guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return 0 }
        return try database.row("SELECT max(through) AS through FROM _file_use WHERE dataset = ?", [id]) {
            try $0.optionalInteger("through")
        }.flatMap { $0 } ?? 0
    }
}
