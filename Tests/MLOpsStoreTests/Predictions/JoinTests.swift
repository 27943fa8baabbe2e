import MLOpsCore
import MLOpsStore
import MLOpsTestKit
import Testing

struct JoinTests {
    private static let hours = WindowGrid(minutes: 60)
    private static let begin: Int64 = 1_760_000_400_000_000

    private func prediction(_ id: Int, at second: Int, _ value: Double, version: Int32 = 0) -> PredictionRow {
        PredictionRow(
            key: JoinModel.key(id), at: Self.begin + Int64(second) * 1_000_000, version: version, prediction: value,
            score: value * 0.75)
    }

    private func label(_ id: Int, _ value: Double) -> LabelRow {
        LabelRow(key: JoinModel.key(id), value: value, at: Self.begin)
    }

    private func batch(_ predictions: [PredictionRow] = [], _ labels: [LabelRow] = []) -> IngestBatch {
        var batch = IngestBatch()
        batch.versions = ["churn@1", "churn@2"]
        batch.predictions = predictions
        batch.labels = labels
        return batch
    }

    private func store(_ directory: TemporaryStore) throws -> PredictionStore {
        try PredictionStore(path: directory.directory + "/predictions.db")
    }

    @Test func `predictions of a version are counted from a time on, and no more than are asked for`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory)
        let rows = (0..<20).map { prediction($0, at: $0 * 10, 1, version: Int32($0 % 2)) }
        try store.take(batch(rows, (0..<10).map { label($0, 1) }), windows: Self.hours)
        let codes = Dictionary(uniqueKeysWithValues: try store.words().map { ($1, $0) })
        func count(_ versions: [String], from second: Int64, _ most: Int64) throws -> [Int64] {
            let counts = try store.count(
                of: versions.compactMap { codes[$0] }, since: Self.begin + second * 1_000_000, requests: most,
                labels: most)
            return [counts.requests, counts.labels]
        }
        #expect(try count(["churn@1"], from: 0, 100) == [10, 5])
        #expect(try count(["churn@1", "churn@2"], from: 50, 100) == [15, 5])
        #expect(try count(["churn@2"], from: 51, 100) == [7, 2])
        #expect(try count(["churn@1"], from: 0, 3) == [3, 3])
        #expect(try count(["churn@1"], from: 0, 0) == [0, 0])
        #expect(try count(["churn@9"], from: 0, 100) == [0, 0])
    }

    @Test(arguments: 1...6)
    func `in whatever order predictions and labels come, and however often, the last of each id are joined`(
        seed: UInt64
    ) throws {
        let directory = try TemporaryStore()
        let store = try store(directory)
        var random = SeededGenerator(seed: seed)
        var model = JoinModel()
        for _ in 0..<60 {
            var next = batch()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let id = Int.random(in: 0..<300, using: &random)
                if Bool.random(using: &random) {
                    let row = prediction(
                        id, at: Int.random(in: 0..<40_000, using: &random),
                        Double(Int.random(in: 0...1, using: &random)),
                        version: Int32.random(in: 0...1, using: &random))
                    next.predictions.append(row)
                    model.say(id, row)
                } else {
                    let row = label(id, Double(Int.random(in: 0...1, using: &random)))
                    next.labels.append(row)
                    model.label(id, row.value)
                }
            }
            try store.take(next, windows: Self.hours)
            #expect(try store.joinedRows == model.rows)
        }
        let tally = try store.tally()
        #expect(tally.predictions == Int64(model.predictions.count))
        #expect(tally.labelled == Int64(model.labelled))
        #expect(tally.early == Int64(model.early))
        #expect(tally.repeated + tally.replaced == model.saidAgain)
        #expect(tally.replaced > 0 && tally.repeated > 0 && tally.early > 0)
    }

    @Test func `taking the same batch in again changes the count of repetitions and nothing else`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory)
        let rows = batch([prediction(1, at: 0, 1), prediction(2, at: 1, 0)], [label(1, 1), label(3, 0)])
        try store.take(rows, windows: Self.hours)
        let (before, tally) = (try store.joinedRows, try store.tally())
        let again = try store.take(rows, windows: Self.hours)
        #expect(try store.joinedRows == before)
        #expect(again.repeated == 4 && again.replaced == 0)
        var expected = tally
        expected.repeated = 4
        #expect(try store.tally() == expected)
    }

    @Test func `windows are touched by what changes them, by late labels too, and not by repetitions`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory)
        let first = Self.hours.start(of: Self.begin)
        try store.take(batch([prediction(1, at: 0, 1), prediction(2, at: 3700, 1)]), windows: Self.hours)
        #expect(try store.windows().map(\.start) == [first, first + Self.hours.length])
        let before = try store.windows()
        try store.take(batch([prediction(1, at: 0, 1)]), windows: Self.hours)
        #expect(try store.windows() == before)
        try store.take(batch([], [label(1, 0)]), windows: Self.hours)
        let after = try store.windows()
        #expect(after[0].revision > before[0].revision)
        #expect(after[1] == before[1])
        // Said anew for another time, it leaves one window and joins another.
        try store.take(batch([prediction(1, at: 7400, 1)]), windows: Self.hours)
        #expect(try store.windows().map(\.start).count == 3)
        #expect(try store.windows()[0].revision > after[0].revision)
        #expect(try store.joinedRows.map(\.[3]) == [-1, 0])
    }

    @Test func `values that can be none are counted and left out`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory)
        var rows = batch(
            [prediction(1, at: 0, 1), prediction(2, at: 0, 1), prediction(3, at: 0, 1)],
            [label(1, .nan), label(2, .infinity)])
        rows.predictions[0].at = -1
        rows.predictions[1].at = .max
        rows.predictions[2].prediction = .nan
        rows.predictions[2].score = .nan
        rows.rejected = 7
        try store.take(rows, windows: Self.hours)
        #expect(try store.tally().rejected == 12)
        #expect(try store.joinedRows.isEmpty)
    }

    @Test func `classes and segments come back by their names, whatever their places in the batches`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory)
        for (id, classes) in [["cat", "dog"], ["dog", "cat"]].enumerated() {
            var rows = batch()
            rows.classes = classes
            rows.segments = [["de", "fr"], ["x"]]
            rows.predictions = [prediction(id, at: id, 1)]
            rows.predictions[0].segments = [Int32(id), -1]
            rows.predictions[0].scores = [0.25, 0.5]
            rows.labels = [label(id, 0)]
            try store.take(rows, windows: Self.hours)
        }
        let words = try store.words()
        var found: [[String?]] = []
        try store.forEachRow(in: 0..<Int64.max) { row in
            #expect(row.scores == [0.25, 0.5])
            let codes = [Int64(row.prediction), Int64(row.label)] + row.segments.map(Int64.init)
            found.append(codes.map { words[$0] })
        }
        #expect(found == [["dog", "cat", "de", nil], ["cat", "dog", "fr", nil]])
    }
}
