import Foundation
import MLOpsCore
import MLOpsStore
import Testing

struct JoinCareTests {
    private static let hours = WindowGrid(minutes: 60)
    private static let begin: Int64 = 1_760_000_400_000_000
    private static let hour: Int64 = 3_600_000_000

    /// A prediction and its label in each of so many hours.
    private func store(_ directory: TemporaryStore, hours: Int) throws -> PredictionStore {
        let store = try PredictionStore(path: directory.directory + "/predictions.db")
        try store.use(Self.hours)
        var batch = IngestBatch()
        batch.versions = ["churn/1"]
        for id in 0..<hours {
            let at = Self.begin + Int64(id) * Self.hour
            batch.predictions.append(
                PredictionRow(key: JoinModel.key(id), at: at, version: 0, prediction: 1))
            batch.labels.append(LabelRow(key: JoinModel.key(id), value: 1, at: at))
        }
        batch.labels.append(LabelRow(key: JoinModel.key(9999), value: 1, at: Self.begin))
        try store.take(batch, windows: Self.hours)
        return store
    }

    private func evaluate(_ store: PredictionStore) throws {
        for window in try store.staleWindows() {
            let figure = WindowFigure(
                start: window.start, version: 1, predictions: 1, labelled: 1, leastClass: 0, figures: "{}")
            try store.put([figure], of: window)
        }
    }

    @Test func `rows of old windows go with their ids and labels, what was made of them stays`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory, hours: 10)
        try evaluate(store)
        let time = Self.begin + 4 * Self.hour
        while try store.forget(before: time, windows: Self.hours, rows: 1) {}
        #expect(try store.joinedRows.count == 6)
        #expect(try store.figures().count == 10)
        #expect(try store.staleWindows().isEmpty)
        var tally = try store.tally()
        #expect(tally.early == 0 && tally.orphaned == 1)
        // A prediction of that time would make a window of a part of its rows.
        var late = IngestBatch()
        late.versions = ["churn/1"]
        late.predictions = [
            PredictionRow(key: JoinModel.key(77), at: Self.begin, version: 0, prediction: 1),
            PredictionRow(key: JoinModel.key(5), at: Self.begin + 5 * Self.hour, version: 0, prediction: 1),
        ]
        // Its id is unknown by now.
        late.labels = [LabelRow(key: JoinModel.key(0), value: 0, at: time + 1)]
        try store.take(late, windows: Self.hours)
        tally = try store.tally()
        #expect(tally.tooOld == 1 && tally.repeated == 1 && tally.early == 1)
        #expect(try store.figures().count == 10)
    }

    @Test func `a window is stale when its rows changed, also while it was evaluated`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory, hours: 3)
        let before = try store.staleWindows()
        #expect(before.count == 3)
        var change = IngestBatch()
        change.labels = [LabelRow(key: JoinModel.key(1), value: 0, at: Self.begin)]
        try store.take(change, windows: Self.hours)
        let revision = try store.revision()
        for window in before { try store.put([], of: window) }
        #expect(try store.staleWindows().map(\.start) == [before[1].start])
        #expect(try store.revision() != revision)
    }

    @Test func `figures take the place of all that their window had, and of no others`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory, hours: 2)
        func figures(_ window: TouchedWindow, columns: [Int64]) -> [WindowFigure] {
            columns.map {
                WindowFigure(
                    start: window.start, version: 1, column: $0, predictions: 1, labelled: 1, leastClass: 0,
                    figures: "{}")
            }
        }
        let windows = try store.staleWindows()
        try store.put(estimates: figures(windows[0], columns: [WindowFigure.estimated]))
        for window in windows { try store.put(figures(window, columns: [-1, 0, 1, 254]), of: window) }
        // The definition names fewer columns than it did.
        try store.put(figures(windows[0], columns: [-1, 1]), of: windows[0])
        func starts(_ column: Int64) throws -> [Int64] { try store.figures(column: column).map(\.start) }
        let both = windows.map(\.start)
        #expect(try starts(-1) == both && starts(1) == both)
        #expect(try starts(0) == [both[1]] && starts(254) == [both[1]])
        #expect(try starts(WindowFigure.estimated) == [both[0]])
    }

    @Test func `other windows are all evaluated anew`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory, hours: 10)
        try evaluate(store)
        try store.use(Self.hours)
        #expect(try store.staleWindows().isEmpty && store.figures().count == 10)
        let days = WindowGrid(minutes: 24 * 60)
        try store.use(days)
        #expect(try store.staleWindows().map(\.start) == [days.start(of: Self.begin)])
        #expect(try store.figures().isEmpty)
    }

    @Test func `of pushed values the last of a version and time counts`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory, hours: 1)
        for value in [0.5, 0.75] {
            var batch = IngestBatch()
            batch.versions = ["churn/1", "churn/2"]
            batch.points = (0..<3).map {
                MetricPoint(
                    metric: $0 == 2 ? "mae" : "f1", version: $0 % 2, at: Self.begin, value: value, low: 0.25, samples: 9
                )
            }
            try store.take(batch, windows: Self.hours)
        }
        let words = try store.words()
        #expect(try store.points(of: "f1").map { words[$0.version] } == ["churn/1", "churn/2"])
        #expect(try store.points().map(\.value) == [0.75, 0.75, 0.75])
        #expect(try store.points(newest: 1).count == 1)
    }

    @Test func `a file that is none of ours, or that others may read, is refused and left as it is`() throws {
        let directory = try TemporaryStore()
        let path = directory.directory + "/predictions.db"
        let foreign = try SQLiteMetadataStore(path: path)
        try foreign.close()
        let before = FileManager.default.contents(atPath: path)
        #expect(before?.isEmpty == false)
        #expect(throws: StoreError.self) { try PredictionStore(path: path) }
        #expect(FileManager.default.contents(atPath: path) == before)
    }

    @Test func `of a window the metrics that are asked for are read, and no others`() throws {
        let directory = try TemporaryStore()
        let store = try store(directory, hours: 2)
        let figures = #"{"a.b":{"low":0.5,"value":1},"f1":{"reason":"no label is 1"},"f2":{"value":2}}"#
        for window in try store.staleWindows() {
            let figure = WindowFigure(
                start: window.start, version: 1, predictions: 1, labelled: 1, leastClass: 0, figures: figures)
            try store.put([figure], of: window)
        }
        func read(_ metrics: [String]?) throws -> [String] {
            try store.figures(newest: 9, metrics: metrics).map(\.figures)
        }
        #expect(try read(nil) == [figures, figures])
        #expect(try read(["f2"]) == Array(repeating: #"{"f2":{"value":2}}"#, count: 2))
        let both = #"{"a.b":{"low":0.5,"value":1},"f1":{"reason":"no label is 1"}}"#
        #expect(try read(["a.b", "f1", "unknown"]) == [both, both])
        #expect(try read([]) == ["{}", "{}"])
        #expect(try read(["f2\"", "'; DROP TABLE _figure; --"]) == ["{}", "{}"])
    }
}
