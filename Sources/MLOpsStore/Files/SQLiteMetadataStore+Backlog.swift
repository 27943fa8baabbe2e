import GRDB
package import MLOpsCore
import MLOpsSchedule

extension SQLiteMetadataStore {
    /// Returns what no successful run has read; costs as much as there is of it, whatever was read before.
    package func backlog(pipeline: PipelineName, dataset: DatasetName) throws(StoreError) -> Backlog {
        let used = try usedThrough(pipeline, dataset)
        return try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return .none }
            let newest = try database.row(
                """
                SELECT observed_at, rung FROM _file WHERE dataset = ? AND sequence > 0 ORDER BY sequence DESC LIMIT 1
                """, [id]
            ) { (try $0.instant("observed_at"), try $0.optionalText("rung").flatMap(FileRecord.Rung.init)) }
            return try database.row(
                """
                SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes, sum(rows) AS rows,
                    min(observed_at) AS oldest
                FROM _file WHERE dataset = ? AND sequence > ? AND state IN ('ready', 'revised')
                """, [id, used]
            ) { row in
                Backlog(
                    files: try row.integer("files"), bytes: try row.integer("bytes"),
                    rows: try row.optionalInteger("rows"), oldest: try row.optionalInstant("oldest"),
                    newest: newest?.0, rung: newest?.1)
            } ?? .none
        }
    }

    /// Returns files that a person must look at, in order of paths.
    package func fileProblems(
        pipeline: PipelineName, dataset: DatasetName, limit: Int
    ) throws(StoreError) -> [FileRecord] {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [] }
            return try database.rows(
                FileColumns.select + """
                     WHERE dataset = ? AND state IN ('quarantined', 'unreadable') ORDER BY path LIMIT ?
                    """,
                [id, limit], as: FileColumns.record)
        }
    }
}
