import GRDB
package import MLOpsCore
package import MLOpsSchedule

/// What is kept of versions besides themselves: words of people, and that their files are gone.
extension SQLiteMetadataStore {
    /// Sets a word of a version; nil takes it away.
    package func setTag(_ name: String, of version: ModelVersionID, to value: String?) throws(StoreError) {
        try write { database in
            guard let value else {
                return try database.execute(
                    sql: "DELETE FROM _tag WHERE pipeline = ? AND number = ? AND name = ?",
                    arguments: [version.pipeline.text, version.number, name])
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO _tag VALUES (?, ?, ?, ?)",
                arguments: [version.pipeline.text, version.number, name, value])
        }
    }

    /// Returns the words of a version, by name.
    package func tags(of version: ModelVersionID) throws(StoreError) -> [(name: String, value: String)] {
        try read { database in
            try database.rows(
                "SELECT name, value FROM _tag WHERE pipeline = ? AND number = ? ORDER BY name",
                [version.pipeline.text, version.number]
            ) { (name: try $0.text("name"), value: try $0.text("value")) }
        }
    }

    /// Returns the versions that have a word.
    package func versions(tagged name: String, _ pipeline: PipelineName) throws(StoreError) -> [ModelVersionID] {
        try read { database in
            try database.rows("SELECT number FROM _tag WHERE pipeline = ? AND name = ?", [pipeline.text, name]) {
                ModelVersionID(pipeline: pipeline, number: try $0.integer("number"))
            }
        }
    }

    /// Says that the version's files are gone on purpose.
    package func setPruned(_ version: ModelVersionID, at now: Instant) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO _pruned VALUES (?, ?, ?)",
                arguments: [version.pipeline.text, version.number, now.microseconds])
        }
    }

    /// Returns the versions whose files are gone on purpose, and since when.
    package func prunedVersions(of pipeline: PipelineName? = nil) throws(StoreError) -> [ModelVersionID: Instant] {
        let rows = try read { database in
            try database.rows("SELECT * FROM _pruned WHERE ?1 IS NULL OR pipeline = ?1", [pipeline?.text]) { row in
                (
                    ModelVersionID(pipeline: PipelineName(try row.text("pipeline")), number: try row.integer("number")),
                    try row.instant("pruned_at")
                )
            }
        }
        return Dictionary(rows) { first, _ in first }
    }
}
