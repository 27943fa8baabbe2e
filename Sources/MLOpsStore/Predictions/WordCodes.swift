import GRDB

/// The numbers that stand for the texts of a batch in the database.
struct WordCodes {
    enum Kind: Int64 {
        case version = 0
        case label = 1
        /// Of the first column of segments; the next is one more.
        case segment = 16
    }

    let versions: [Int64]
    private let classes: [Int64]
    private let segments: [[Int32]]

    init(_ batch: IngestBatch, _ database: Database) throws {
        versions = try batch.versions.map { try Self.code(of: $0, Kind.version.rawValue, database) }
        classes = try batch.classes.map { try Self.code(of: $0, Kind.label.rawValue, database) }
        segments = try batch.segments.enumerated().map { column, words in
            try words.map {
                Int32(clamping: try Self.code(of: $0, Kind.segment.rawValue + Int64(column), database))
            }
        }
    }

    /// The value as it is kept: of a class the number of its name.
    @inline(__always)
    func value(_ value: Double) -> Double {
        guard !classes.isEmpty, let index = Int(exactly: value), classes.indices.contains(index) else { return value }
        return Double(classes[index])
    }

    /// Appends segments and scores as bytes; nothing where there are none.
    func append(restOf row: PredictionRow, to bytes: inout [UInt8]) {
        guard !row.segments.isEmpty || !row.scores.isEmpty else { return }
        PredictionRest.append(segments: row.segments.count, scores: row.scores, to: &bytes) { column in
            guard segments.indices.contains(column) else { return -1 }
            let index = Int(row.segments[column])
            return segments[column].indices.contains(index) ? segments[column][index] : -1
        }
    }

    private static func code(of text: String, _ kind: Int64, _ database: Database) throws -> Int64 {
        let found = try database.cachedStatement(sql: "SELECT code FROM _word WHERE kind = ? AND text = ?")
        if let code = try Int64.fetchOne(found, arguments: [kind, text]) { return code }
        try database.cachedStatement(sql: "INSERT INTO _word (kind, text) VALUES (?, ?)")
            .execute(arguments: [kind, text])
        return database.lastInsertedRowID
    }
}
