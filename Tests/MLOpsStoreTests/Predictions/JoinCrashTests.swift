import Foundation
import MLOpsCore
import MLOpsStore
import MLOpsTestKit
import Testing

/// Counts what a kill at any moment leaves, and what reading on from there comes to.
struct JoinCrashTests {
    private static let hours = WindowGrid(minutes: 60)
    private static let rows = 4000
    private static let rowsAtOnce = 97

    /// Rows of one file from a place on, and the note of how far it is read then.
    private func batch(from start: Int, of role: SourceFile.Role) -> IngestBatch {
        var batch = IngestBatch()
        batch.versions = ["churn@1"]
        let end = min(Self.rows, start + Self.rowsAtOnce)
        for index in start..<end {
            // Labels come in another order than predictions.
            let id = role == .predictions ? index : index * 1801 % Self.rows
            let key = JoinModel.key(id)
            let at = 1_760_000_400_000_000 + Int64(id) * 10_000_000
            switch role {
            case .predictions:
                batch.predictions.append(PredictionRow(key: key, at: at, version: 0, prediction: Double(id % 2)))
            case .labels: batch.labels.append(LabelRow(key: key, value: Double(id % 2), at: at))
            }
        }
        batch.source = SourceFile(
            role: role, device: 1, inode: role.rawValue, path: [], format: "csv", offset: Int64(end))
        return batch
    }

    private func offset(_ role: SourceFile.Role, in store: PredictionStore) throws -> Int {
        Int(try store.sources().first { $0.role == role }?.offset ?? 0)
    }

    private func image(of directory: TemporaryStore) throws -> TemporaryStore {
        let image = try TemporaryStore()
        for name in ["predictions.db", "predictions.db-wal"] {
            let path = directory.directory + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.copyItem(atPath: path, toPath: image.directory + "/" + name)
        }
        return image
    }

    private func open(_ directory: TemporaryStore) throws -> PredictionStore {
        try PredictionStore(path: directory.directory + "/predictions.db")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `A1 killed after any batch and started again, a row is neither lost nor doubled`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var directory = try TemporaryStore()
        var store = try open(directory)
        var kills = 0
        while true {
            let open = try [SourceFile.Role.predictions, .labels].filter { try offset($0, in: store) < Self.rows }
            guard let role = open.randomElement(using: &random) else { break }
            try store.take(batch(from: offset(role, in: store), of: role), windows: Self.hours)
            try count(store)
            guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
            // What is on the disk at this moment is all that a killed process leaves.
            directory = try image(of: directory)
            store = try self.open(directory)
            kills += 1
            try count(store)
        }
        #expect(kills > 10)
        let tally = try store.tally()
        #expect(tally.labelled == Int64(Self.rows) && tally.early == 0)
        #expect(tally.repeated == 0 && tally.replaced == 0)
    }

    /// The rows are those before the offsets, each once and with its own label.
    private func count(_ store: PredictionStore) throws {
        let (said, known) = (try offset(.predictions, in: store), try offset(.labels, in: store))
        let labelled = Set((0..<known).map { $0 * 1801 % Self.rows })
        var seen: Set<Int64> = []
        var joined = 0
        try store.forEachRow(in: 0..<Int64.max) { row in
            let id = Int((row.at - 1_760_000_400_000_000) / 10_000_000)
            #expect(seen.insert(row.at).inserted)
            #expect(row.label.isNaN != labelled.contains(id))
            guard !row.label.isNaN else { return }
            #expect(row.label == row.prediction)
            joined += 1
        }
        let tally = try store.tally()
        #expect(seen.count == said && tally.predictions == Int64(said))
        #expect(joined == labelled.filter { $0 < said }.count && tally.labelled == Int64(joined))
        #expect(tally.early == Int64(known - joined))
    }

    @Test func `A1 a batch that fails in the middle leaves nothing of itself`() throws {
        let directory = try TemporaryStore()
        let store = try open(directory)
        try store.take(batch(from: 0, of: .predictions), windows: Self.hours)
        var bad = batch(from: Self.rowsAtOnce, of: .predictions)
        bad.reply = KeptIngestReply(key: "k", digest: "d", at: 0)
        try store.take(bad, windows: Self.hours)
        let before = try store.tally()
        // The same key once more is refused by its uniqueness, after all rows were written.
        var next = batch(from: 2 * Self.rowsAtOnce, of: .predictions)
        next.reply = KeptIngestReply(key: "k", digest: "e", at: 0)
        #expect(throws: StoreError.self) { try store.take(next, windows: Self.hours) }
        #expect(try store.tally() == before)
        #expect(try offset(.predictions, in: store) == 2 * Self.rowsAtOnce)
        try count(store)
        #expect(try store.reply("k")?.digest == "d")
    }
}
