import Foundation
import GRDB
import MLOpsCore
import Testing

@testable import MLOpsStore

@Suite struct `Migration of predictions` {
    private static let hours = WindowGrid(minutes: 60)
    private static let begin: Int64 = 1_760_000_400_000_000
    private static let hour: Int64 = 3_600_000_000
    private static let ids = 0..<60

    /// As version 1 made them; frozen here, whatever becomes of the schema.
    private static let versionOne = """
        CREATE TABLE _setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE _word (
            code INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text)
        ) STRICT;
        CREATE TABLE _prediction (
            row INTEGER PRIMARY KEY, high INTEGER NOT NULL, low INTEGER NOT NULL, at INTEGER NOT NULL,
            version INTEGER NOT NULL, prediction REAL, score REAL, more BLOB
        ) STRICT;
        CREATE TABLE _key (
            high INTEGER NOT NULL, low INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (high, low)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE _label (row INTEGER PRIMARY KEY, value REAL NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE _early (
            high INTEGER NOT NULL, low INTEGER NOT NULL, value REAL NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (high, low)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE _tally (
            predictions INTEGER NOT NULL, labelled INTEGER NOT NULL, early INTEGER NOT NULL, repeated INTEGER NOT NULL,
            replaced INTEGER NOT NULL, rejected INTEGER NOT NULL, too_old INTEGER NOT NULL, orphaned INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE _touched (start INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
        CREATE TABLE _figure (
            start INTEGER NOT NULL, version INTEGER NOT NULL, segment_column INTEGER NOT NULL, segment INTEGER NOT NULL,
            predictions INTEGER NOT NULL, labelled INTEGER NOT NULL, least_class INTEGER NOT NULL, figures TEXT NOT NULL,
            PRIMARY KEY (segment_column, start, version, segment)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE _point (
            metric TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, low REAL,
            high REAL, samples INTEGER NOT NULL, PRIMARY KEY (metric, version, at)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE _evaluated (start INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
        CREATE TABLE _source (
            role INTEGER NOT NULL, device INTEGER NOT NULL, inode INTEGER NOT NULL, path BLOB NOT NULL,
            format TEXT NOT NULL, position INTEGER NOT NULL, header BLOB NOT NULL, head_digest BLOB NOT NULL,
            tail_digest BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
            failure TEXT, PRIMARY KEY (role, device, inode)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE _reply (
            key TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL, tally TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        PRAGMA application_id = 1835823218;
        PRAGMA user_version = 1;
        """

    private static let source = SourceFile(
        role: .predictions, device: 1, inode: 2, path: Array("a.csv".utf8), format: "csv", offset: 4711, size: 4711)

    /// Ten predictions in each of six hours; of the last two hours only every other one has its label.
    private static var batch: IngestBatch {
        var batch = IngestBatch()
        batch.versions = ["churn/1"]
        batch.source = source
        for id in ids {
            let at = begin + Int64(id / 10) * hour + Int64(id % 10)
            batch.predictions.append(
                PredictionRow(key: JoinModel.key(id), at: at, version: 0, prediction: Double(id % 2), score: 0.25))
            if id < 40 || id % 2 == 0 { batch.labels.append(LabelRow(key: JoinModel.key(id), value: 1, at: at)) }
        }
        return batch
    }

    private static func fill(_ store: PredictionStore) throws {
        try store.use(hours)
        try store.take(batch, windows: hours)
        for window in try store.staleWindows() where window.start < begin + 4 * hour {
            let figure = WindowFigure(
                start: window.start, version: 1, predictions: 10, labelled: 10, leastClass: 0, figures: "{}")
            try store.put([figure], of: window)
        }
        // Its prediction is yet to come.
        var early = IngestBatch()
        early.labels = [LabelRow(key: JoinModel.key(900), value: 1, at: begin)]
        try store.take(early, windows: hours)
    }

    /// All that can be seen of a join.
    private static func contents(_ store: PredictionStore) throws -> [String] {
        var contents = try store.joinedRows.map { "\($0)" }
        contents += try store.figures().map { "\($0)" } + store.windows().map { "\($0)" }
        contents += try store.staleWindows().map { "stale \($0)" } + store.sources().map { "\($0)" }
        contents += ["\(try store.tally())", "\(try store.secret())", "\(try store.words())"]
        return contents + ["\(try store.revision()) \(String(describing: try store.lastPrediction()))"]
    }

    /// A database of version 1 with windows that wait for labels, and what is in it.
    private static func old(_ directory: TemporaryStore) throws -> (path: String, contents: [String]) {
        let newer = try PredictionStore(path: directory.directory + "/newer.db")
        try fill(newer)
        let contents = try contents(newer)
        try newer.close()
        let path = directory.directory + "/older.db"
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: versionOne)
            try database.execute(sql: "ATTACH ? AS newer", arguments: [newer.path])
            for table in try String.fetchAll(database, sql: "SELECT name FROM main.sqlite_schema WHERE type = 'table'")
            {
                try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM newer.\(table)")
            }
            try database.execute(sql: "DETACH newer")
        }
        try queue.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return (path, contents)
    }

    private static func structure(_ path: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            try String.fetchAll(
                database, sql: "SELECT name || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
                + ["version \(try Int.fetchOne(database, sql: "PRAGMA user_version") ?? -1)"]
        }
    }

    @Test func `opens a database of version 1 with all that is in it, and gives it the structure of a new one`() throws
    {
        let directory = try TemporaryStore()
        let old = try Self.old(directory)
        let before = try Self.structure(old.path)
        #expect(before.last == "version 1" && !before.contains { $0.hasPrefix("_harm") })
        let store = try PredictionStore(path: old.path)
        #expect(try Self.contents(store) == old.contents)
        #expect(try store.staleWindows().map(\.start) == [4, 5].map { Self.begin + $0 * Self.hour })
        try store.close()
        #expect(try Self.structure(old.path) == Self.structure(directory.directory + "/newer.db"))
        let again = try PredictionStore(path: old.path)
        #expect(try Self.contents(again) == old.contents)
    }

    @Test func `goes on with it: what comes again is not doubled, and late labels reach the open windows`() throws {
        let directory = try TemporaryStore()
        let store = try PredictionStore(path: Self.old(directory).path)
        let again = try store.take(Self.batch, windows: Self.hours)
        #expect(again.predictions == 0 && again.labelled == 0)
        var late = IngestBatch()
        late.versions = ["churn/1"]
        late.labels = Self.ids.filter { $0 >= 40 && $0 % 2 == 1 }.map {
            LabelRow(key: JoinModel.key($0), value: 0, at: Self.begin + 9 * Self.hour)
        }
        late.predictions = [
            PredictionRow(key: JoinModel.key(900), at: Self.begin + 5 * Self.hour, version: 0, prediction: 1)
        ]
        try store.take(late, windows: Self.hours)
        let rows = try store.joinedRows
        #expect(rows.count == 61 && rows.allSatisfy { ($0.last ?? -1) >= 0 })
        let tally = try store.tally()
        #expect(tally.predictions == 61 && tally.labelled == 61 && tally.early == 0)
        let key = HarmTestKey(test: "accuracy", deployment: 1)
        #expect(try store.testedWindows(of: key).isEmpty)
        #expect(try store.beginning(of: key, orElse: 7) == 7)
    }

    @Test func `A9 killed at any statement, it leaves version 1 or 2 whole, and the next start ends it`() throws {
        let directory = try TemporaryStore()
        let old = try Self.old(directory)
        try FileManager.default.moveItem(atPath: old.path, toPath: directory.path)
        let versions = [try Self.structure(directory.path), try Self.structure(directory.directory + "/newer.db")]
        var images: [TemporaryStore] = []
        let pool = try DatabasePool(path: directory.path)
        try pool.writeWithoutTransaction { database in
            database.trace { _ in if let image = try? directory.image() { images.append(image) } }
            try PredictionSchema.migrate(database, from: 1)
            database.trace(nil)
        }
        images.append(try directory.image())
        #expect(images.count >= 5)
        var seen: Set<[String]> = []
        for image in images {
            let state = try Self.structure(image.path)
            #expect(versions.contains(state))
            seen.insert(state)
            let store = try PredictionStore(path: image.path)
            #expect(try Self.contents(store) == old.contents)
            try store.close()
            #expect(try Self.structure(image.path) == versions[1])
        }
        #expect(seen.count == 2)
    }
}
