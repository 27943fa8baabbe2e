import GRDB
import MLOpsCore
import MLOpsSchedule

/// How a row of the index becomes a value: by position, because a million of them are read at a time.
enum FileColumns {
    static let select = """
        SELECT id, path, state, device, inode, size, modified_ns, changed_ns, sha256, rows, sequence, rung, reason,
            observed_at,
            CASE WHEN sequence > 0 THEN (SELECT u.run FROM _file_use u
                WHERE u.dataset = _file.dataset AND u.through >= _file.sequence ORDER BY u.through LIMIT 1) END
        FROM _file
        """

    static func indexedFile(_ row: Row) throws -> IndexedFile {
        IndexedFile(record: try record(row), usedBy: try row.decode(Int64?.self, atIndex: 14).map(RunID.init))
    }

    static func knownFile(_ row: Row) throws -> KnownFile {
        KnownFile(record: try record(row), isUsed: try row.decode(Int64?.self, atIndex: 14) != nil)
    }

    static func record(_ row: Row) throws -> FileRecord {
        FileRecord(
            path: try PathColumn.path(try row.decode(DatabaseValue.self, atIndex: 1)),
            state: try word(row, 2),
            fingerprint: try fingerprint(row),
            digest: try DigestColumn.hex(try row.decode(DatabaseValue.self, atIndex: 8)),
            rows: try row.decode(Int64?.self, atIndex: 9),
            sequence: try row.decode(Int64.self, atIndex: 10),
            rung: try row.decode(String?.self, atIndex: 11) == nil ? nil : try word(row, 11),
            reason: try row.decode(String?.self, atIndex: 12),
            observedAt: Instant(microseconds: try row.decode(Int64.self, atIndex: 13)))
    }

    private static func fingerprint(_ row: Row) throws -> FileRecord.Fingerprint {
        FileRecord.Fingerprint(
            device: UInt64(bitPattern: try row.decode(Int64.self, atIndex: 3)),
            inode: UInt64(bitPattern: try row.decode(Int64.self, atIndex: 4)),
            size: try row.decode(Int64.self, atIndex: 5),
            modifiedNanoseconds: try row.decode(Int64.self, atIndex: 6),
            changedNanoseconds: try row.decode(Int64.self, atIndex: 7))
    }

    private static func word<Word: RawRepresentable<String>>(_ row: Row, _ index: Int) throws -> Word {
        let text = try row.decode(String.self, atIndex: index)
        guard let word = Word(rawValue: text) else { throw UnexpectedValue(text, in: "_file") }
        return word
    }
}
