import GRDB
import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    mutating func putFiles(_ pipeline: PipelineName, _ dataset: DatasetName, _ records: [FileRecord]) throws {
        let id = try DatasetRow.findOrMake(pipeline, dataset, in: database)
        for record in records {
            saw(record.observedAt)
            try put(record, in: id)
        }
        // A record that is replaced takes its number along, so the highest is not among those that are left.
        let last = records.map(\.sequence).max() ?? 0
        try run("UPDATE _dataset SET last_sequence = ?1 WHERE id = ?2 AND last_sequence < ?1", last, id)
    }

    private func put(_ record: FileRecord, in dataset: Int64) throws {
        try run(
            """
            INSERT INTO _file (dataset, path, state, device, inode, size, modified_ns, changed_ns, sha256, rows,
                sequence, rung, reason, observed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET state = excluded.state, device = excluded.device, inode = excluded.inode,
                size = excluded.size, modified_ns = excluded.modified_ns, changed_ns = excluded.changed_ns,
                sha256 = excluded.sha256, rows = excluded.rows, sequence = excluded.sequence, rung = excluded.rung,
                reason = excluded.reason, observed_at = excluded.observed_at
            """,
            dataset, PathColumn.value(record.path), record.state.rawValue,
            Int64(bitPattern: record.fingerprint.device), Int64(bitPattern: record.fingerprint.inode),
            record.fingerprint.size, record.fingerprint.modifiedNanoseconds, record.fingerprint.changedNanoseconds,
            DigestColumn.value(record.digest), record.rows, record.sequence, record.rung?.rawValue,
            record.reason?.column,
            record.observedAt.microseconds)
    }

    /// Costs the same for one file and for a million.
    func useFiles(_ pipeline: PipelineName, _ runID: RunID, _ cutoffs: [Run.Cutoff]) throws {
        for cutoff in cutoffs where cutoff.sequence > 0 {
            let id = try DatasetRow.findOrMake(pipeline, cutoff.dataset, in: database)
            // A run that read less than one that ended before it makes nothing older than it is.
            try run(
                """
                INSERT INTO _file_use
                SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM _file_use WHERE dataset = ?1 AND through >= ?2)
                """,
                id, cutoff.sequence, runID.number)
        }
    }
}
