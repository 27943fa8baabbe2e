import Foundation
import MLOpsCalibration
import MLOpsStatistics
import Testing

/// What has left the range of a reference whose own windows rose all along.
@Suite struct `Level of a column among windows` {
    private static func profile(_ values: [Double], on cells: NumericCells) -> NumericProfile {
        var profile = NumericProfile(cells: cells)
        values.withUnsafeBufferPointer { profile.add(numbers: $0) }
        return profile
    }

    private static func fitted(_ values: [Double]) -> NumericProfile {
        profile(values, on: NumericCells(fittingSorted: values.sorted()))
    }

    private static let steps = (0..<1000).map { Double($0) / 10 }

    @Test func `is zero in the middle, and a unit further where values lie a range higher`() throws {
        let reference = Self.fitted(Self.steps)
        let scale = try #require(LevelScale(reference))
        let own = try #require(scale.level(of: reference))
        #expect(abs(own.value) < 0.02)
        let higher = Self.profile(Self.steps.map { $0 + 90 }, on: reference.cells)
        let level = try #require(scale.level(of: higher))
        // From 5 to 95 % is 90, less half a cell at either end.
        #expect(abs(level.value - own.value - 1) < 0.04)
        // Uniform: a range of 100 has the variance 100²/12.
        #expect(abs(own.variance * 1000 / (100 * 100 / 12.0 / 90 / 90) - 1) < 0.1)
    }

    @Test func `goes on to grow beyond the reference, but no value counts for more than three ranges`() throws {
        let reference = Self.fitted(Self.steps)
        let scale = try #require(LevelScale(reference))
        let levels = [150.0, 200, 250, 1000, 1e300].map { start in
            scale.level(of: Self.profile(Self.steps.map { $0 + start }, on: reference.cells))?.value ?? .nan
        }
        #expect(levels[0] + 0.4 < levels[1] && levels[1] + 0.4 < levels[2])
        #expect(levels[3] == LevelScale.farthest && levels[4] == LevelScale.farthest)
        let few = Self.profile(Self.steps + [1e9, .greatestFiniteMagnitude], on: reference.cells)
        #expect(abs((scale.level(of: few)?.value ?? .nan) - 0.006) < 0.005)
    }

    @Test func `the spread is told from the mean distance, wherever the values lie`() throws {
        let reference = Self.fitted(Self.steps)
        let scale = try #require(LevelScale(reference))
        let own = try #require(scale.spread(of: reference))
        // From 0 to 100 the mean distance is 25, from 0 to 50 it is 12.5; the range from 5 to 95 % is 90.
        #expect(abs(own.value - log(25 / 90.0 + LevelScale.finest)) < 0.01)
        for start in [0.0, 20, 50] {
            let half = Self.profile(Self.steps.map { start + $0 / 2 }, on: reference.cells)
            #expect(abs((scale.spread(of: half)?.value ?? .nan) - log(12.5 / 90 + LevelScale.finest)) < 0.03)
        }
        // The distance from the middle of 0 to 100 varies by 100²/48.
        let variance = 100 * 100 / 48.0 / 90 / 90 / pow(25 / 90.0 + LevelScale.finest, 2)
        #expect(abs(own.variance * 1000 / variance - 1) < 0.05)
    }

    @Test(arguments: [1e6, -1e6, 1e8, -1e8]) func `is the same with an outlier in the reference`(
        outlier: Double
    ) throws {
        let plain = try #require(LevelScale(Self.fitted(Self.steps)))
        let soiled = try #require(LevelScale(Self.fitted(Self.steps + [outlier])))
        let window = Self.steps.map { $0 + 50 }
        let usual = try #require(plain.level(of: Self.profile(window, on: Self.fitted(Self.steps).cells)))
        let other = try #require(soiled.level(of: Self.profile(window, on: Self.fitted(Self.steps + [outlier]).cells)))
        #expect(abs(usual.value - other.value) < 0.05)
    }

    @Test(arguments: [1e300, -Double.greatestFiniteMagnitude])
    func `is a number with the farthest outlier, whose cell is too wide to tell its values apart`(outlier: Double)
        throws
    {
        let reference = Self.fitted(Self.steps + [outlier])
        let scale = try #require(LevelScale(reference))
        let level = try #require(scale.level(of: Self.profile(Self.steps.map { $0 + 50 }, on: reference.cells)))
        #expect(level.value > 0.3 && level.value < 0.6)
        let same = try #require(scale.level(of: Self.profile([outlier, outlier], on: reference.cells)))
        #expect(same.value.magnitude == LevelScale.farthest)
    }

    @Test func `does not exist where nearly all values are equal, or there are none`() {
        #expect(LevelScale(Self.fitted([])) == nil)
        #expect(LevelScale(Self.fitted([Double](repeating: 3, count: 100))) == nil)
        #expect(LevelScale(Self.fitted([Double](repeating: 3, count: 970) + (0..<30).map(Double.init))) == nil)
        let reference = Self.fitted(Self.steps)
        #expect(LevelScale(reference)?.level(of: NumericProfile(cells: reference.cells)) == nil)
        #expect(LevelScale(reference)?.spread(of: NumericProfile(cells: reference.cells)) == nil)
    }

    // Windows of 200 rows between two limits that move with the position of the window, from 0 to 1.
    private static func windows(
        _ count: Int, rows: Int = 200, seed: UInt64, _ limits: (Double) -> ClosedRange<Double>
    ) -> [[Double]] {
        var random = Xoshiro256StarStar(seed: seed)
        return (0..<count).map { index in
            let limits = limits(Double(index) / Double(max(1, count - 1)))
            let width = limits.upperBound - limits.lowerBound
            return (0..<rows).map { _ in limits.lowerBound + width * random.uniform() }
        }
    }

    private static func monitor(_ history: [[Double]]) -> DriftMonitor {
        let reference = ReferenceProfile(
            columns: [.init(name: "price", profile: .numeric(fitted(history.flatMap { $0 })))])
        let windows = history.map { ("", window($0, on: reference)) }
        return DriftMonitor(
            reference: reference,
            settings: DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 8760), columns: []),
            baseline: DriftBaseline(windows: windows))
    }

    private static func window(_ values: [Double], on reference: ReferenceProfile) -> WindowProfile {
        guard case .numeric(let profile) = reference.columns[0].profile else { return reference.emptyWindow }
        return WindowProfile(columns: [.numeric(Self.profile(values, on: profile.cells))])
    }

    @Test(arguments: [12, 20, 32]) func `finds what has left a reference that rose from 10 to 25`(count: Int) {
        let history = Self.windows(count, seed: 1) { (10 + 14 * $0)...(11 + 14 * $0) }
        var monitor = Self.monitor(history)
        let within = Self.windows(10, seed: 2) { (12 + 10 * $0)...(13 + 10 * $0) }
        #expect(within.allSatisfy { !monitor.observe(Self.window($0, on: monitor.reference)).isAlarm })
        let beyond = Self.windows(10, seed: 3) { (60 + 30 * $0)...(70 + 30 * $0) }
        let alarm = beyond.firstIndex { monitor.observe(Self.window($0, on: monitor.reference)).isAlarm }
        #expect((alarm ?? 99) < (count < 20 ? 8 : 3))
    }

    @Test func `finds the fall of a reference that fell`() {
        var monitor = Self.monitor(Self.windows(30, seed: 4) { (-14 * $0)...(1 - 14 * $0) })
        let beyond = Self.windows(5, seed: 5) { _ in -80...(-60) }
        #expect(beyond.contains { monitor.observe(Self.window($0, on: monitor.reference)).isAlarm })
    }
}
