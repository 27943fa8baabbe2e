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

    /// Segments and scores as bytes; empty where there are none.
    func rest(of row: PredictionRow) -> [UInt8] {
        guard !row.segments.isEmpty || !row.scores.isEmpty else { return [] }
        var codes: [Int32] = []
        for (column, index) in row.segments.enumerated() {
            let words = segments.indices.contains(column) ? segments[column] : []
            codes.append(words.indices.contains(Int(index)) ? words[Int(index)] : -1)
        }
        return PredictionRest(segments: codes, scores: row.scores).encoded
    }

    private static func code(of text: String, _ kind: Int64, _ database: Database) throws -> Int64 {
        let found = try database.cachedStatement(sql: "SELECT code FROM _word WHERE kind = ? AND text = ?")
        if let code = try Int64.fetchOne(found, arguments: [kind, text]) { return code }
        try database.cachedStatement(sql: "INSERT INTO _word (kind, text) VALUES (?, ?)")
            .execute(arguments: [kind, text])
        return database.lastInsertedRowID
    }
}
