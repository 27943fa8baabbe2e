@testable import MLOpsStatistics
import Testing

@Suite struct `Performance sums` {
    private static func samples() -> [(task: PerformanceTask, rows: [PerformanceRow])] {
        var random = Xoshiro256StarStar(seed: 11)
        let binary = (0..<9000).map { index -> PerformanceRow in
            let label: Double = random.uniform() < 0.3 ? 1 : 0
            let score = (random.uniform() + label) / 2
            return PerformanceRow(
                prediction: index % 5 == 0 ? .nan : (score > 0.6 ? 1 : 0), score: index % 7 == 0 ? .nan : score,
                label: index % 11 == 0 ? .nan : label)
        }
        let classes: [Int64] = [40, 7, 12]
        let multiclass = (0..<3000).map { index -> PerformanceRow in
            let scores = (0..<3).map { _ in random.uniform() / 3 }
            return PerformanceRow(
                prediction: Double(classes[random.below(3)]), label: Double(classes[random.below(3)]),
                scores: index % 4 == 0 ? [] : scores)
        }
        let regression = (0..<3000).map { _ in
            PerformanceRow(prediction: 1e6 + random.normal(), label: 1e6 + random.normal())
        }
        return [(.binary, binary), (.multiclass(classes: classes), multiclass), (.regression, regression)]
    }

    private static func sums(_ task: PerformanceTask, _ rows: some Sequence<PerformanceRow>) -> PerformanceSums {
        var sums = PerformanceSums(task)
        for row in rows { sums.add(row) }
        return sums
    }

    private static func isClose(_ a: Double?, _ b: Double?, within error: Double = 1e-13) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= error * max(1, abs(a))
    }

    private static func areClose(_ a: PerformanceSums, _ b: PerformanceSums) -> Bool {
        zip(a.figures, b.figures).allSatisfy { a, b in
            a.name == b.name && a.figure.reason == b.figure.reason && isClose(a.figure.value, b.figure.value)
                // The fourth moments of labels a million deviations from 0 have 8 digits left.
                && isClose(a.figure.low, b.figure.low, within: 1e-7)
                && isClose(a.figure.high, b.figure.high, within: 1e-7)
        }
    }

    @Test func `do not depend on the order of rows nor on how they are grouped`() {
        for (task, rows) in Self.samples() {
            let whole = Self.sums(task, rows)
            #expect(Self.areClose(whole, Self.sums(task, rows.reversed())), "\(task)")
            for parts in [2, 7, 40] {
                var merged = PerformanceSums(task)
                for part in (0..<parts).reversed() {
                    merged.merge(
                        Self.sums(task, rows.indices.lazy.filter { $0 % parts == part }.map { rows[$0] }))
                }
                #expect(Self.areClose(whole, merged), "\(task) in \(parts) parts")
                #expect(merged.labelled == whole.labelled && merged.predictions == rows.count)
                #expect(merged.leastClass == whole.leastClass)
            }
        }
    }

    @Test func `come back from their bytes, and bytes that are cut or changed never crash`() throws {
        for (task, rows) in Self.samples() {
            let sums = Self.sums(task, rows.prefix(300))
            let bytes = sums.encoded
            let decoded = try PerformanceSums(encoded: bytes)
            #expect(decoded == sums, "\(task)")
            #expect(decoded.figures == sums.figures)
            #expect(decoded.encoded == bytes)
            for length in stride(from: 0, to: bytes.count, by: 13) {
                #expect(throws: MalformedProfile.self) { try PerformanceSums(encoded: Array(bytes.prefix(length))) }
            }
            var random = Xoshiro256StarStar(seed: 3)
            for _ in 0..<600 {
                var changed = bytes
                changed[random.below(changed.count)] = UInt8(random.below(256))
                if var readable = try? PerformanceSums(encoded: changed), readable.task == sums.task {
                    readable.merge(sums)
                    #expect(readable.figures.map(\.name) == sums.figures.map(\.name))
                }
            }
        }
    }

    @Test func `without labels have a reason for each metric, and no value`() {
        for (task, _) in Self.samples() {
            for rows in [[], [PerformanceRow(prediction: 1, score: 0.5)], [PerformanceRow(label: 1)]] {
                for (name, figure) in Self.sums(task, rows).figures.map({ ($0.name, $0.figure) }) {
                    #expect(figure.value == nil && figure.reason?.isEmpty == false, "\(task) \(name)")
                    #expect(figure.low == nil && figure.high == nil)
                }
            }
        }
    }

    @Test func `of values beyond all range have a reason instead of infinity`() {
        let rows = [
            PerformanceRow(prediction: 1e308, label: -1e308), PerformanceRow(prediction: .infinity, label: 0),
            PerformanceRow(prediction: 1, label: 2),
        ]
        for figure in Self.sums(.regression, rows).figures {
            #expect(figure.figure.value == nil && figure.figure.reason != nil, "\(figure.name)")
        }
        let improbable = [PerformanceRow(score: 3, label: 1), PerformanceRow(score: -.infinity, label: 0)]
        let figures = Self.sums(.binary, improbable).figures
        for figure in figures {
            #expect(figure.figure.value?.isFinite != false && figure.figure.low?.isFinite != false, "\(figure.name)")
        }
        #expect(figures.first { $0.name == "auroc" }?.figure.value == 1)
        #expect(figures.first { $0.name == "brier" }?.figure.value == nil)
    }

    @Test func `of perfect predictions still say how little few rows prove`() {
        let rows = (0..<20).map { index -> PerformanceRow in
            let label = Double(index % 2)
            return PerformanceRow(prediction: label, score: label, label: label)
        }
        for figure in Self.sums(.binary, rows).figures
        where ["accuracy", "f1", "f2", "f05", "mcc", "kappa", "auroc", "balanced_accuracy"].contains(figure.name) {
            #expect(figure.figure.value == 1, "\(figure.name)")
            #expect(figure.figure.high == 1, "\(figure.name)")
            #expect(figure.figure.low.map { $0 < 0.95 && $0 > 0.4 } == true, "\(figure.name): \(figure.figure)")
        }
    }

    @Test func `count of each class, and know the rarest`() {
        let pairs: [(Double, Double, Int)] = [(3, 3, 5), (3, 9, 2), (9, 9, 4), (9, 3, 1), (4, 9, 1)]
        let rows = pairs.flatMap { Array(repeating: PerformanceRow(prediction: $0.1, label: $0.0), count: $0.2) }
        let sums = Self.sums(.multiclass(classes: []), rows)
        #expect(sums.leastClass == 1)
        #expect(sums.labelled == 13)
        let classes = sums.classFigures
        #expect(classes.map(\.class) == [3, 4, 9])
        let values: [Double?] = classes[0].figures.map(\.figure.value)
        let expected: [Double?] = [5.0 / 6, 5.0 / 7, 10.0 / 13]
        #expect(values == expected)
        let reasons: [String?] = classes[1].figures.map(\.figure.reason)
        #expect(reasons == ["the class was not predicted", nil, nil])
    }
}
