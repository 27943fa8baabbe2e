import FoundationEssentials
import GRDB

/// Takes rows in, within one transaction.
///
/// Each table is walked in the order of its keys, so that a batch touches a page once, however its ids are shuffled.
struct PredictionWriter {
    let database: Database
    private let windows: WindowGrid
    /// What became of the rows of this transaction.
    var tally = JoinTally()
    private var touched: Set<Int64> = []
    private var lastTouched: Int64?
    /// Rows before it are not kept any more.
    let firstKept: Int64

    init(_ database: Database, windows: WindowGrid) throws {
        self.database = database
        self.windows = windows
        firstKept = try Self.setting("first_kept", in: database) ?? 0
    }

    mutating func take(_ batch: IngestBatch) throws -> JoinTally {
        let words = try WordCodes(batch, database)
        tally.rejected += batch.rejected
        try take(predictions: batch.predictions, words)
        try take(labels: batch.labels, words)
        try take(points: batch.points, words)
        try finish()
        if let source = batch.source { try put(source) }
        if let reply = batch.reply { try keep(reply) }
        return tally
    }

    /// Notes that the window of a time has to be looked at again.
    @inline(__always)
    mutating func touch(_ microseconds: Int64) {
        let start = windows.start(of: microseconds)
        if start == lastTouched { return }
        lastTouched = start
        touched.insert(start)
    }

    private func finish() throws {
        let revision = (try Self.setting("revision", in: database) ?? 0) + 1
        try Self.set("revision", to: revision, in: database)
        let note = try GroupedInsert(database, "INSERT OR REPLACE INTO _touched", columns: 2)
        try note.run(touched.sorted()) { statement, place, start in
            statement.bind(start, at: place + 1)
            statement.bind(revision, at: place + 2)
        }
        let sum = try Self.tally(in: database) + tally
        try database.cachedStatement(
            sql: """
                UPDATE _tally SET predictions = ?, labelled = ?, early = ?, repeated = ?, replaced = ?, rejected = ?, \
                too_old = ?, orphaned = ?
                """
        ).execute(arguments: StatementArguments(JoinTally.fields.map { sum[keyPath: $0] }))
    }

    /// Of one version and time the last counts.
    private func take(points: [MetricPoint], _ words: WordCodes) throws {
        for point in points {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO _point VALUES (?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: [
                    point.metric, words.versions[Int(point.version)], point.at, point.value, point.low, point.high,
                    point.samples,
                ])
        }
    }

    private func keep(_ reply: KeptIngestReply) throws {
        try database.cachedStatement(sql: "INSERT INTO _reply VALUES (?, ?, ?, ?)").execute(arguments: [
            reply.key, reply.digest, reply.at, String(decoding: try JSONEncoder().encode(tally), as: UTF8.self),
        ])
    }

    private func put(_ source: SourceFile) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO _source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            source.role.rawValue, source.device, source.inode, Data(source.path), source.format, source.offset,
            Data(source.header), Data(source.headDigest), Data(source.tailDigest), source.size, source.modified,
            source.changed, source.failure?.column,
        ])
    }
}

extension PredictionWriter {
    static func setting(_ name: String, in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            try database.cachedStatement(sql: "SELECT value FROM _setting WHERE name = ?"), arguments: [name])
    }

    static func set(_ name: String, to value: Int64, in database: Database) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO _setting VALUES (?, ?)")
            .execute(arguments: [name, value])
    }

    static func tally(in database: Database) throws -> JoinTally {
        var tally = JoinTally()
        guard let row = try Row.fetchOne(try database.cachedStatement(sql: "SELECT * FROM _tally")) else {
            return tally
        }
        for (index, field) in JoinTally.fields.enumerated() {
            tally[keyPath: field] = try row.decode(Int64.self, atIndex: index)
        }
        return tally
    }
}
