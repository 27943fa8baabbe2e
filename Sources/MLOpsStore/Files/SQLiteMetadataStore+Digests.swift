import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// A file as it was when it was hashed.
    package struct HashedFile: Hashable, Sendable {
        package var path: [UInt8]
        package var fingerprint: FileRecord.Fingerprint
        /// Hex SHA-256.
        package var digest: String

        package init(path: [UInt8], fingerprint: FileRecord.Fingerprint, digest: String) {
            self.path = path
            self.fingerprint = fingerprint
            self.digest = digest
        }
    }

    /// Returns at most `limit` files by rising path (bytes), from the first after `path`, each with whether it is used.
    package func knownFiles(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [KnownFile] {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [] }
            return try database.rows(
                FileColumns.select + " WHERE dataset = ? AND path > ? ORDER BY path LIMIT ?",
                [id, PathColumn.value(path), limit]
            ) { row in
                let file = try FileColumns.indexedFile(row)
                return KnownFile(record: file.record, isUsed: !file.isNew)
            }
        }
    }

    /// Keeps digests for files that still are what was hashed, so that they are not hashed again.
    package func rememberDigests(
        _ pipeline: PipelineName, _ dataset: DatasetName, _ files: [HashedFile]
    ) throws(StoreError) {
        guard !files.isEmpty else { return }
        try write { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return }
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE _file SET sha256 = ? WHERE dataset = ? AND path = ? AND sha256 IS NOT ?1
                        AND device = ? AND inode = ? AND size = ? AND modified_ns = ? AND changed_ns = ?
                    """)
            for file in files {
                let print = file.fingerprint
                try statement.execute(arguments: [
                    DigestColumn.value(file.digest), id, PathColumn.value(file.path),
                    Int64(bitPattern: print.device), Int64(bitPattern: print.inode), print.size,
                    print.modifiedNanoseconds, print.changedNanoseconds,
                ])
            }
        }
    }
}
