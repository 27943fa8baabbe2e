import MLOpsCore
import MLOpsStore
import Testing

/// Rows are written by groups, of which only some may be new.
@Suite struct `Rows in groups` {
    private static let hours = WindowGrid(minutes: 60)
    private static let begin: Int64 = 1_760_000_400_000_000
    /// Two whole groups and a part of one.
    private static let ids = 0..<41

    /// One prediction in each of so many hours.
    private func predictions(_ ids: [Int], _ value: Double = 1) -> IngestBatch {
        var batch = IngestBatch()
        batch.versions = ["churn@1"]
        batch.predictions = ids.map {
            PredictionRow(
                key: JoinModel.key($0), at: Self.begin + Int64($0) * Self.hours.length, version: 0, prediction: value)
        }
        return batch
    }

    private func labels(_ ids: [Int], _ value: Double = 1, at time: Int64 = 0) -> IngestBatch {
        var batch = IngestBatch()
        batch.labels = ids.map { LabelRow(key: JoinModel.key($0), value: value, at: Self.begin + time) }
        return batch
    }

    private func touched(_ store: PredictionStore, since before: [TouchedWindow]) throws -> [Int] {
        try store.windows().filter { !before.contains($0) }.map {
            Int(($0.start - Self.hours.start(of: Self.begin)) / Self.hours.length)
        }
    }

    private var some: [Int] { Self.ids.filter { $0 % 3 == 0 } }
    private var others: [Int] { Self.ids.filter { $0 % 3 != 0 } }

    @Test func `of predictions some of which are known the others are taken in`() throws {
        let directory = try TemporaryStore()
        let store = try PredictionStore(path: directory.directory + "/predictions.db")
        try store.take(predictions(some), windows: Self.hours)
        let before = try store.windows()
        let tally = try store.take(predictions(Array(Self.ids)), windows: Self.hours)
        #expect(tally.predictions == Int64(others.count) && tally.repeated == Int64(some.count))
        #expect(try touched(store, since: before) == others)
        let changed = try store.take(predictions(Array(Self.ids), 0), windows: Self.hours)
        #expect(changed.predictions == 0 && changed.replaced == Int64(Self.ids.count))
        #expect(try store.joinedRows.map(\.[1]) == Self.ids.map { _ in 0 })
    }

    @Test func `of labels some of which are known the others are taken in, and only their windows change`() throws {
        let directory = try TemporaryStore()
        let store = try PredictionStore(path: directory.directory + "/predictions.db")
        try store.take(predictions(Array(Self.ids)), windows: Self.hours)
        try store.take(labels(some), windows: Self.hours)
        let before = try store.windows()
        let tally = try store.take(labels(Array(Self.ids), at: 5), windows: Self.hours)
        #expect(tally.labelled == Int64(others.count) && tally.repeated == Int64(some.count) && tally.replaced == 0)
        #expect(try touched(store, since: before) == others)
        #expect(try store.tally().labelled == Int64(Self.ids.count))
    }

    @Test func `labels that say otherwise replace what was there, among new ones and the same`() throws {
        let directory = try TemporaryStore()
        let store = try PredictionStore(path: directory.directory + "/predictions.db")
        try store.take(predictions(Array(Self.ids)), windows: Self.hours)
        try store.take(labels(some, 0), windows: Self.hours)
        let before = try store.windows()
        let tally = try store.take(labels(Array(Self.ids)), windows: Self.hours)
        #expect(tally.labelled == Int64(others.count) && tally.replaced == Int64(some.count) && tally.repeated == 0)
        #expect(try touched(store, since: before) == Array(Self.ids))
        #expect(try store.joinedRows.map(\.[3]) == Self.ids.map { _ in 1 })
        let same = try store.windows()
        let again = try store.take(labels(Array(Self.ids)), windows: Self.hours)
        #expect(again.repeated == Int64(Self.ids.count) && again.labelled == 0 && again.replaced == 0)
        #expect(try store.windows() == same)
    }

    @Test func `labels that wait are counted once, whatever they say the second time`() throws {
        let directory = try TemporaryStore()
        let store = try PredictionStore(path: directory.directory + "/predictions.db")
        try store.take(labels(some, 0), windows: Self.hours)
        try store.take(labels([1, 2]), windows: Self.hours)
        let tally = try store.take(labels(Array(Self.ids)), windows: Self.hours)
        #expect(tally.early == Int64(others.count - 2) && tally.replaced == Int64(some.count) && tally.repeated == 2)
        let joined = try store.take(predictions(Array(Self.ids)), windows: Self.hours)
        #expect(joined.labelled == Int64(Self.ids.count) && joined.early == -joined.labelled)
        #expect(try store.tally().early == 0)
        #expect(try store.joinedRows.map(\.[3]) == Self.ids.map { _ in 1 })
    }

    @Test func `rows of one minute are handed over in the order in which they came`() throws {
        let directory = try TemporaryStore()
        let store = try PredictionStore(path: directory.directory + "/predictions.db")
        var batch = predictions(Array(Self.ids))
        for index in batch.predictions.indices {
            batch.predictions[index].at = Self.begin + Int64(Self.ids.count - index)
        }
        try store.take(batch, windows: Self.hours)
        var found: [Int64] = []
        try store.forEachRow(in: 0..<Int64.max) { found.append($0.at) }
        #expect(found == batch.predictions.map(\.at))
    }
}
