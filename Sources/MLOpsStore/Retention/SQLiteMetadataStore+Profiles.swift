import GRDB
package import MLOpsCore

/// Profiles of files that nothing will be judged by any more.
extension SQLiteMetadataStore {
    /// Removes profiles of a dataset: those that were judged, but for the newest, and all of versions that are gone.
    ///
    /// What the windows of a reference are made of stays as long as its version. So does the last profile of each version,
    /// which says what has been read already. What was judged stays whatever becomes of the profiles.
    /// - Parameters:
    ///   - operands: that judge the dataset; what one of them has not seen stays.
    ///   - newest: how many judged ones of the version in use are kept; of every other version it is one.
    ///   - version: the one in use.
    /// - Returns: how many were removed.
    @discardableResult
    package func pruneProfiles(
        _ pipeline: PipelineName, _ dataset: DatasetName, judgedBy operands: [String], newest: Int,
        of version: ModelVersionID?
    ) throws(StoreError) -> Int {
        let gone = try prunedVersions(of: pipeline).keys.map(\.description).sorted()
        return try write { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return 0 }
            var removed = 0
            for version in gone { removed += try Self.removeProfiles(of: version, id, database) }
            let references = try database.rows("SELECT version, through FROM _reference WHERE dataset = ?", [id]) {
                (version: try $0.text("version"), through: try $0.integer("through"))
            }
            for reference in references {
                let isInUse = reference.version == version?.description
                let judged = try Self.judged(pipeline, operands, reference.version, needsAll: isInUse, database)
                removed += try Self.removeJudged(
                    id, reference.version, after: reference.through, through: judged,
                    butFor: isInUse ? max(1, newest) : 1, database)
            }
            return removed
        }
    }

    private static func removeProfiles(
        of version: String, _ dataset: Int64, _ database: Database
    ) throws -> Int {
        try database.cachedStatement(sql: "DELETE FROM _reference WHERE dataset = ? AND version = ?")
            .execute(arguments: [dataset, version])
        try database.cachedStatement(sql: "DELETE FROM _profile WHERE dataset = ? AND version = ?")
            .execute(arguments: [dataset, version])
        return database.changesCount
    }

    // The last file that every operand has seen; nothing, when one that is needed has seen none.
    private static func judged(
        _ pipeline: PipelineName, _ operands: [String], _ version: String, needsAll: Bool, _ database: Database
    ) throws -> Int64 {
        var judged = Int64.max
        for operand in operands {
            let through = try database.row(
                "SELECT through FROM _monitor WHERE pipeline = ? AND operand = ? AND version = ?",
                [pipeline.text, operand, version]
            ) { try $0.integer("through") }
            if let through = through ?? (needsAll ? 0 : nil) { judged = min(judged, through) }
        }
        return judged
    }

    private static func removeJudged(
        _ dataset: Int64, _ version: String, after reference: Int64, through judged: Int64, butFor kept: Int,
        _ database: Database
    ) throws -> Int {
        try database.cachedStatement(
            sql: """
                DELETE FROM _profile WHERE dataset = ?1 AND version = ?2 AND sequence > ?3 AND sequence <= ?4
                AND sequence < (
                    SELECT min(sequence) FROM (
                        SELECT sequence FROM _profile WHERE dataset = ?1 AND version = ?2
                        ORDER BY sequence DESC LIMIT ?5))
                """
        ).execute(arguments: [dataset, version, reference, judged, kept])
        return database.changesCount
    }
}
