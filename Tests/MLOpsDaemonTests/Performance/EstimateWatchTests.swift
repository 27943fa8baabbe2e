import Foundation
import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `A watch that estimates` {
    private static let begin: Int64 = 1_760_000_400_000_000
    private static let hour: Int64 = 3_600_000_000
    private static let predictions = PredictionsDefinition(
        log: "/x", id: "id", time: "at", score: "p", label: "came", task: .binary, window: .seconds(3600),
        labelHorizon: nil, minPerClass: 1)
    private static let condition = PerformanceCondition(
        metric: "accuracy", better: .higher, bound: .below(0.8), minSamples: 10)

    private final class Folder {
        let path = FileManager.default.temporaryDirectory.path + "/estimate-" + UUID().uuidString

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func key(_ id: Int) -> JoinKey { JoinKey(high: Int64(id) &* 0x9E37_79B9, low: Int64(id)) }

    /// So many predictions in an hour whose scores mean what they say.
    ///
    /// Scores are near 0.5 where they are `unsure`; a share of the labels is `turned` over.
    private static func predict(
        _ hour: Int, unsure: Bool = false, turned: Double = 0, isLabelled: Bool, in store: PredictionStore
    ) throws {
        var random = SeededGenerator(seed: UInt64(hour) + 1)
        var batch = IngestBatch()
        batch.versions = ["p/1"]
        for index in 0..<200 {
            let sure = unsure ? Double.random(in: 0.35..<0.65, using: &random) : index % 2 == 0 ? 0.05 : 0.95
            let at = begin + Int64(hour) * Self.hour + Int64(index) * 1_000_000
            batch.predictions.append(
                PredictionRow(key: key(hour * 1000 + index), at: at, version: 0, prediction: .nan, score: sure))
            guard isLabelled else { continue }
            let label = Double.random(in: 0..<1, using: &random) < sure ? 1.0 : 0
            let isTurned = turned > 0 && Double.random(in: 0..<1, using: &random) < turned
            batch.labels.append(
                LabelRow(key: key(hour * 1000 + index), value: isTurned ? 1 - label : label, at: at))
        }
        try store.take(batch, windows: predictions.grid)
    }

    private static func windows(_ hours: Int) -> PerformanceWindows {
        PerformanceWindows(
            predictions: predictions, now: Instant(microseconds: begin + Int64(hours) * hour + 60_000_000))
    }

    /// Evaluates and estimates; returns what is estimated, by the hour.
    @discardableResult
    private static func catchUp(
        _ store: PredictionStore, _ learnt: inout EstimateWatch.Learnt?, hours: Int
    ) throws -> [Int: WindowFigure] {
        let evaluation = WindowEvaluation(predictions: predictions, store: store)
        for window in try store.staleWindows() { try evaluation.evaluate(window) }
        let codes = Set(try store.words().filter { $0.value == "p/1" }.map(\.key))
        let watch = EstimateWatch(
            predictions: predictions, store: store, codes: codes, windows: windows(hours))
        try watch.catchUp(&learnt) { false }
        let found = try store.figures(column: WindowFigure.estimated)
        return Dictionary(uniqueKeysWithValues: found.map { (Int(($0.start - begin) / hour), $0) })
    }

    @Test func `tells windows without labels from what scores meant in those with labels`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<5 { try Self.predict(hour, isLabelled: true, in: store) }
        try Self.predict(5, isLabelled: false, in: store)
        try Self.predict(6, unsure: true, isLabelled: false, in: store)
        try Self.predict(7, isLabelled: false, in: store)
        var learnt: EstimateWatch.Learnt?
        let found = try Self.catchUp(store, &learnt, hours: 7)
        // The last window has not ended; those with labels need no estimate.
        #expect(found.keys.sorted() == [5, 6])
        let usual = try #require(found[5]?.metrics["accuracy"])
        let low = try #require(usual.low), high = try #require(usual.high)
        #expect(low < 0.95 && high > 0.95 && high - low < 0.15, "\(usual)")
        // Scores between what was seen mean something between.
        #expect(found[6]?.metrics["accuracy"]?.value.map { $0 < 0.9 } == true)
        #expect(found[5]?.labelled == 1000 && found[5]?.predictions == 200)
    }

    @Test func `says why it can not, and does as soon as there are labels enough`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        try Self.predict(0, isLabelled: true, in: store)
        for hour in 4..<6 { try Self.predict(hour, isLabelled: false, in: store) }
        var learnt: EstimateWatch.Learnt?
        let found = try Self.catchUp(store, &learnt, hours: 5)
        #expect(found[4]?.metrics["accuracy"]?.value == nil)
        #expect(found[4]?.metrics["accuracy"]?.reason?.contains("200 labelled rows are too few") == true)
        for hour in 1..<4 { try Self.predict(hour, isLabelled: true, in: store) }
        #expect(try Self.catchUp(store, &learnt, hours: 5)[4]?.metrics["accuracy"]?.value != nil)
    }

    @Test func `looks again where predictions came, and keeps what it estimated when the labels are in`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<5 { try Self.predict(hour, isLabelled: true, in: store) }
        for hour in 5..<7 { try Self.predict(hour, isLabelled: false, in: store) }
        var learnt: EstimateWatch.Learnt?
        let first = try Self.catchUp(store, &learnt, hours: 6)
        let revision = try store.revision()
        #expect(try Self.catchUp(store, &learnt, hours: 6) == first)
        #expect(try store.revision() == revision)
        try Self.predict(5, isLabelled: true, in: store)
        let second = try Self.catchUp(store, &learnt, hours: 6)
        #expect(second[5] == first[5])
        #expect(try store.figures().first { $0.start == Self.begin + 5 * Self.hour }?.labelled == 200)
    }

    /// Hours from the fifth on whose labels mean something else, and come three hours late.
    private static func drift(
        through hours: Int, in store: PredictionStore, _ learnt: inout EstimateWatch.Learnt?
    ) throws -> [Int: WindowFigure] {
        var found: [Int: WindowFigure] = [:]
        for hour in 0..<5 { try predict(hour, isLabelled: true, in: store) }
        for hour in 5...hours {
            try predict(hour, isLabelled: false, in: store)
            if hour >= 8 { try predict(hour - 3, turned: 0.25, isLabelled: true, in: store) }
            found = try catchUp(store, &learnt, hours: hour + 1)
        }
        return found
    }

    @Test func `corrects estimates by what those of windows with labels by now were off by`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        var learnt: EstimateWatch.Learnt?
        let found = try Self.drift(through: 8, in: store, &learnt)
        // The first hour whose labels mean something else is known, and nothing was before.
        let first = try #require(found[5]?.metrics["accuracy"]), next = try #require(found[7]?.metrics["accuracy"])
        #expect(first.uncorrected == first.value && first.error.map { $0 > 0.005 && $0 < 0.05 } == true, "\(first)")
        let (value, before) = (try #require(next.value), try #require(next.uncorrected))
        #expect(value < before - 0.1, "\(next)")
        #expect(next.low.map { $0 < 0.725 } == true && next.high.map { $0 > 0.725 } == true, "\(next)")
        #expect(learnt?.compared?.map(\.labelled) == [200])
        // Nothing is estimated again without news.
        let revision = try store.revision()
        #expect(try Self.catchUp(store, &learnt, hours: 9) == found)
        #expect(try store.revision() == revision)
    }

    @Test func `knows after a restart what labels said of estimates before it`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        var learnt: EstimateWatch.Learnt?
        _ = try Self.drift(through: 12, in: store, &learnt)
        var again: EstimateWatch.Learnt?
        try Self.catchUp(store, &again, hours: 13)
        #expect(again?.compared?.count == 5 && again?.compared == learnt?.compared)
        #expect(again?.late == learnt?.late && again?.late != LateLabels([:]))
    }

    @Test func `makes suspect what is surely over the bound in two windows, and asks for nothing`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<3 { try Self.predict(hour, isLabelled: true, in: store) }
        for hour in 3..<6 { try Self.predict(hour, unsure: true, isLabelled: true, in: store) }
        for hour in 6..<9 { try Self.predict(hour, unsure: true, isLabelled: false, in: store) }
        var learnt: EstimateWatch.Learnt?
        try Self.catchUp(store, &learnt, hours: 8)
        let version = ModelVersionID(pipeline: "p", number: 1)
        let judge = PerformanceJudge(Self.condition, version: version, promoted: [])
        let estimated = try store.figures(column: WindowFigure.estimated).map {
            Self.windows(8).estimated($0, of: version, "accuracy")
        }
        let status = try #require(judge.estimate(of: estimated, nil))
        #expect(status.isSuspect && status.breaches == 2)
        #expect(
            status.text(of: Self.condition).hasSuffix("surely below 0.8 in 2 windows: suspect, which starts no run"))
        #expect(judge.estimate(of: [estimated[0]], nil)?.isSuspect == false)
        #expect(judge.estimate(of: [], nil) == nil)
    }
}
