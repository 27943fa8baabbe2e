import FoundationEssentials
import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `A watch for harm` {
    private static let begin: Int64 = 1_760_000_400_000_000
    private static let hour: Int64 = 3_600_000_000
    private static let predictions = PredictionsDefinition(
        log: "/x", id: "id", time: "at", prediction: "said", label: "came", task: .binary, window: .seconds(3600))
    private static let condition = PerformanceCondition(
        metric: "accuracy", better: .higher, bound: .usual, minSamples: 400, falseAlarmsPerYear: 10)

    private final class Folder {
        let path = FileManager.default.temporaryDirectory.path + "/harm-" + UUID().uuidString

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func key(_ id: Int) -> JoinKey { JoinKey(high: Int64(id) &* 0x9E37_79B9, low: Int64(id)) }

    /// A hundred predictions an hour, and labels by which so many of them were wrong.
    private static func predict(_ hour: Int, of version: String = "p/1", in store: PredictionStore) throws {
        var batch = IngestBatch()
        batch.versions = [version]
        batch.predictions = (0..<100).map {
            let at = begin + Int64(hour) * Self.hour + Int64($0) * 1_000_000
            return PredictionRow(key: key(hour * 100 + $0), at: at, version: 0, prediction: 1)
        }
        try store.take(batch, windows: predictions.grid)
    }

    private static func label(
        _ hour: Int, wrong: Int, _ rows: Range<Int> = 0..<100, in store: PredictionStore
    ) throws {
        var batch = IngestBatch()
        batch.labels = rows.map { row in
            LabelRow(key: key(hour * 100 + row), value: row * 37 % 100 < wrong ? 0 : 1, at: begin)
        }
        try store.take(batch, windows: predictions.grid)
    }

    private static func watch(_ store: PredictionStore, deployment: Int64 = 1, begins: Int64 = .min) throws -> HarmWatch
    {
        let evaluation = WindowEvaluation(predictions: predictions, store: store)
        for window in try store.staleWindows() { try evaluation.evaluate(window) }
        let design = try #require(HarmTestDesign(condition, promoted: [], isWeighed: true, lasted: []))
        let key = HarmTestKey(test: "accuracy", deployment: deployment)
        let codes = Set(try store.words().filter { $0.value == "p/1" }.map(\.key))
        return HarmWatch(
            predictions: predictions, store: store, key: key, design: design, codes: codes,
            begins: try store.beginning(of: key, orElse: begins))
    }

    /// Brings the test up to date, stopped after so many windows.
    @discardableResult
    private static func catchUp(
        _ store: PredictionStore, deployment: Int64 = 1, begins: Int64 = .min, windows: Int = .max
    ) throws -> HarmTest {
        let watch = try watch(store, deployment: deployment, begins: begins)
        let maturity = PerformanceWindows(predictions: predictions, now: Instant(microseconds: begin + 9999 * hour))
        let work = try watch.work { maturity.isMature($0.start, predictions: $0.predictions, labelled: $0.labelled) }
        var left = windows
        if let work {
            try watch.catchUp(work) {
                left -= 1
                return left < 0
            }
        }
        return try watch.current()
    }

    @Test func `takes everything in again when another version of the program wrote what came of it`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<30 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: hour < 20 ? 10 : 40, in: store)
        }
        let before = try Self.catchUp(store)
        let key = HarmTestKey(test: "accuracy", deployment: 1)
        let last = try #require(try store.testedWindows(of: key).last)
        let written = try #require(try store.state(of: key, after: last.start))
        let other = String(decoding: written, as: UTF8.self).replacing("\"detector\":\"Ag", with: "\"detector\":\"AQ")
        #expect(Array(other.utf8) != written)
        try store.put(
            [(last, Array(other.utf8))], of: key, after: last.start - 1, forgetting: [], before: nil)
        #expect(throws: (any Error).self) {
            try HarmTest(encoded: Array(other.utf8), Self.watch(store).design)
        }
        let after = try Self.catchUp(store)
        #expect(try after.encoded() == before.encoded())
        #expect(after.status(cost: nil).phase == .harmed)
        #expect(try store.testedWindows(of: key).count == 30)
    }

    @Test func `proves harm after what is usual is learnt, and says since when`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<40 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: hour < 30 ? 10 : 30, in: store)
        }
        let test = try Self.catchUp(store)
        let status = test.status(cost: 50)
        #expect(status.phase == .harmed && status.windows == 40 && status.rows == 4000)
        #expect(status.usual.map { abs($0 - 0.9) < 1e-9 } == true)
        #expect(status.present.map { abs($0 - 0.7) < 0.02 } == true)
        let since = try #require(status.since)
        #expect(abs(since.microseconds - (Self.begin + 30 * Self.hour)) <= 2 * Self.hour)
        #expect(status.provenAt.map { $0.microseconds <= Self.begin + 34 * Self.hour } == true)
        #expect(status.worth?.isWorthIt == true && status.objection == nil)
        // Two hundred errors were lost: less than a training costs, and it is not worth it.
        let dear = test.status(cost: 100_000)
        #expect(dear.worth?.isWorthIt == false && dear.objection?.contains("costs 100000") == true)
        #expect(dear.worth.map { abs($0.lost - 200) < 1 } == true)
    }

    @Test func `is the same to the bit however often it is stopped and begun again`() throws {
        let folder = try Folder()
        let (whole, torn) = (
            try PredictionStore(path: folder.path + "/a.db"), try PredictionStore(path: folder.path + "/b.db")
        )
        for store in [whole, torn] {
            for hour in 0..<150 {
                try Self.predict(hour, in: store)
                try Self.label(hour, wrong: hour < 120 ? 9 + hour % 3 : 30, in: store)
            }
        }
        let expected = try Self.catchUp(whole)
        for _ in 0..<400 { try Self.catchUp(torn, windows: 1) }
        let found = try Self.catchUp(torn)
        #expect(try found.encoded() == expected.encoded())
        #expect(found.status(cost: nil).rows == 15_000)
        // States of old windows are not all kept.
        let key = HarmTestKey(test: "accuracy", deployment: 1)
        let kept = try torn.testedWindows(of: key)
        #expect(kept.count == 150 && kept.count(where: \.keepsState) < 60 && kept.last?.keepsState == true)
    }

    @Test func `takes revised windows, and those that were late, in again in their order`() throws {
        let folder = try Folder()
        let (late, plain) = (
            try PredictionStore(path: folder.path + "/a.db"), try PredictionStore(path: folder.path + "/b.db")
        )
        for hour in 0..<60 {
            try Self.predict(hour, in: late)
            try Self.predict(hour, in: plain)
            try Self.label(hour, wrong: hour < 50 ? 10 : 40, in: plain)
            // Of window 20 no label comes for long; of window 52 the last tenth; window 55 is wrong at first.
            guard hour != 20 else { continue }
            try Self.label(hour, wrong: hour < 50 ? 10 : hour == 55 ? 90 : 40, 0..<(hour == 52 ? 90 : 100), in: late)
            if hour % 7 == 0 { try Self.catchUp(late) }
        }
        let before = try Self.catchUp(late)
        #expect(before.windows == 59)
        try Self.label(20, wrong: 10, in: late)
        try Self.label(52, wrong: 40, in: late)
        try Self.label(55, wrong: 40, in: late)
        let found = try Self.catchUp(late)
        let expected = try Self.catchUp(plain)
        #expect(found.windows == 60)
        #expect(try found.encoded() == expected.encoded())
        #expect(try Self.watch(late).work { _ in true } == nil)
    }

    @Test func `begins anew with a deployment, and remembers how long models lasted`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<40 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: hour < 20 ? 10 : 40, in: store)
        }
        #expect(try Self.catchUp(store).status(cost: nil).phase == .harmed)
        // Brought back after something else was live: what it said before does not count.
        let back = try Self.catchUp(store, deployment: 3, begins: Self.begin + 40 * Self.hour)
        #expect(back.status(cost: nil).phase == .learning && back.windows == 0)
        for hour in 40..<50 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: 40, in: store)
        }
        let again = try Self.catchUp(store, deployment: 3)
        #expect(again.status(cost: nil).phase == .watching && again.windows == 10)
        #expect(again.status(cost: nil).usual.map { abs($0 - 0.6) < 1e-9 } == true)
        #expect(try store.lasted(before: .init(test: "accuracy", deployment: 3)) == [4000])
    }

    @Test func `is told by the test of the model before how windows vary, and by no other version of the program`()
        throws
    {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<30 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: hour % 2 == 0 ? 2 : 30, in: store)
        }
        let former = try Self.catchUp(store)
        let begins = Self.begin + 30 * Self.hour
        let fresh = try Self.catchUp(store, deployment: 2, begins: begins)
        #expect(fresh.windows == 0 && fresh.learntSpread == former.spread)
        #expect(try #require(fresh.learntSpread).effect.ratio > 5)
        let key = HarmTestKey(test: "accuracy", deployment: 1)
        let last = try #require(try store.testedWindows(of: key).last)
        try store.put([(last, [1, 2, 3])], of: key, after: last.start - 1, forgetting: [], before: nil)
        #expect(try Self.catchUp(store, deployment: 2, begins: begins).learntSpread == WindowSpread())
    }

    @Test func `goes on when the rows of old windows are not kept any more`() throws {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        for hour in 0..<80 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: 10, in: store)
            if hour % 10 == 9 { try Self.catchUp(store) }
        }
        let cut = Self.begin + 60 * Self.hour
        while try store.forget(before: cut, windows: Self.predictions.grid) {}
        for hour in 80..<90 {
            try Self.predict(hour, in: store)
            try Self.label(hour, wrong: 10, in: store)
        }
        let test = try Self.catchUp(store)
        #expect(test.windows == 90 && test.status(cost: nil).rows == 9000)
        let kept = try store.testedWindows(of: HarmTestKey(test: "accuracy", deployment: 1))
        #expect(kept.count < 90)
    }

    @Test func `takes predictions that are no numbers to reckon with, and can be kept`() throws {
        let condition = PerformanceCondition(
            metric: "rmse", better: .lower, bound: .tolerance(1e200), minSamples: 50, falseAlarmsPerYear: 10)
        for promoted in [[], [Candidate.Metric(name: "rmse", value: 1e200)]] {
            let design = try #require(HarmTestDesign(condition, promoted: promoted, isWeighed: true, lasted: []))
            var test = HarmTest(design)
            for (window, huge) in [1.0, 1, 1e308, .infinity, -1e308, 1].enumerated() {
                let rows = (0..<100).map { HarmTest.Row(said: $0 % 2 == 0 ? huge : 0, came: 0, score: .nan) }
                test.take(rows, of: 100, from: Int64(window) * Self.hour, to: Int64(window + 1) * Self.hour)
                let restored = try HarmTest(encoded: test.encoded(), design)
                #expect(restored == test)
                let status = test.status(cost: 1)
                #expect(status.present?.isFinite ?? true && status.evidence.isFinite)
            }
        }
    }

    @Test func `is the less sure of what is usual, the more windows differ`() throws {
        let design = try #require(HarmTestDesign(Self.condition, promoted: [], isWeighed: true, lasted: []))
        func error(_ wrong: [Int], after spread: WindowSpread = WindowSpread()) throws -> Double {
            var test = HarmTest(design)
            test.learntSpread = spread
            for (window, wrong) in wrong.enumerated() {
                let rows = (0..<100).map {
                    HarmTest.Row(said: 1, came: $0 * 37 % 100 < wrong ? 0 : 1, score: .nan)
                }
                test.take(rows, of: 100, from: Int64(window) * Self.hour, to: Int64(window + 1) * Self.hour)
            }
            return try #require(test.usualError)
        }
        // Of four hundred rows with a tenth of errors, and of four windows that lie 8 points apart.
        #expect(abs(try error([10, 10, 10, 10]) - 0.015) < 0.0001)
        #expect(abs(try error([2, 18, 2, 18]) - 0.0462) < 0.0001)
        // Four windows that happen to be alike, where those of the model before were not.
        var varied = WindowSpread()
        for window in 0..<40 { varied.observe(WindowLoss(rows: 100, errors: window % 2 == 0 ? 2 : 18)) }
        let ratio = varied.effect.ratio
        #expect(ratio > 10)
        #expect(abs(try error([10, 10, 10, 10], after: varied.passedOn) - 0.015 * ratio.squareRoot()) < 0.0001)
    }

    @Test func `goes on from what was written before it was known how windows vary`() throws {
        let design = try #require(HarmTestDesign(Self.condition, promoted: [], isWeighed: true, lasted: []))
        for windows in [2, 9] {
            var test = HarmTest(design)
            for window in 0..<windows {
                let rows = (0..<100).map { HarmTest.Row(said: 1, came: $0 * 37 % 100 < 10 ? 0 : 1, score: .nan) }
                test.take(rows, of: 100, from: Int64(window) * Self.hour, to: Int64(window + 1) * Self.hour)
            }
            let written = String(decoding: try test.encoded(), as: UTF8.self)
            let before = written.replacing(/,"(learntSpread|spread)":\{"batches":\[.*?\],[^\[\]]*?\}/, with: "")
            #expect(before.count < written.count && !before.contains("pread"), "\(before)")
            let restored = try HarmTest(encoded: Array(before.utf8), design)
            #expect(restored.windows == Int64(windows) && restored.status(cost: 9).phase == test.status(cost: 9).phase)
        }
    }
}
