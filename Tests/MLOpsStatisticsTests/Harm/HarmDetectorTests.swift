import MLOpsCalibration
import MLOpsStatistics
import Testing

@Suite struct `A detector of harm` {
    private func detector(_ source: HarmSettings.Source, rows: Double = 10_000) -> HarmDetector {
        HarmDetector(HarmSettings(source: source, rowsPerFalseAlarm: rows))
    }

    @Test func `is proven soon after errors double, and knows since when`() {
        var random = Xoshiro256StarStar(seed: 1)
        var (delays, errors): ([Int], [Int]) = ([], [])
        for _ in 0..<20 {
            var detector = detector(.reference(rows: 5000), rows: 1e6)
            for _ in 0..<7000 { #expect(detector.observe(random.uniform() < 0.1 ? 1 : 0) == nil) }
            var alarm: HarmAlarm?
            while alarm == nil, detector.seen < 12_000 { alarm = detector.observe(random.uniform() < 0.2 ? 1 : 0) }
            delays.append((alarm?.row ?? 12_000) - 7000)
            errors.append(abs((alarm?.change ?? 0) - 7000))
        }
        #expect(delays.sorted()[10] <= 300)
        #expect(errors.sorted()[10] <= 60)
    }

    @Test func `says nothing of improvement but that it is one`() {
        var random = Xoshiro256StarStar(seed: 2)
        var detector = detector(.reference(rows: 2000))
        let losses = (0..<6000).map { random.uniform() < ($0 < 3000 ? 0.2 : 0.1) ? 1.0 : 0 }
        #expect(detector.observe(contentsOf: losses) == nil)
        #expect(detector.improvedAt.map { (3000...4000).contains($0) } == true)
        #expect(detector.alarms == 0)
    }

    @Test(arguments: LossStreams.quiet) func `keeps its declared rate of false alarms`(stream: LossStreams) {
        let tally = stream.falseAlarms(rows: 2000, reference: 1000, horizon: 4000, streams: 150, seed: 3)
        #expect(Band.isConsistent(tally.alarms, withMeanAtMost: Double(tally.rows) / 2000), "\(tally)")
    }

    @Test func `has none but few false alarms when a rate is known`() {
        let stream = LossStreams(name: "errors") { random, _, _ in random.uniform() < 0.1 ? 1 : 0 }
        let tally = stream.falseAlarms(rows: 2000, baseline: 0.1, horizon: 4000, streams: 150, seed: 4)
        #expect(Band.isConsistent(tally.alarms, withMeanAtMost: Double(tally.rows) / 2000), "\(tally)")
    }

    // Whatever the rows after a small reference tell of the baseline, no mean that it tells of is right exactly.
    @Test(arguments: [0.02, 0.1, 0.5])
    func `keeps its rate of false alarms long after a small reference`(rate: Double) {
        let stream = LossStreams(name: "errors") { random, _, _ in random.uniform() < rate ? 1 : 0 }
        let tally = stream.falseAlarms(rows: 2000, reference: 200, horizon: 40_000, streams: 150, seed: 13)
        #expect(Band.isConsistent(tally.alarms, withMeanAtMost: Double(tally.rows) / 2000), "\(tally)")
    }

    @Test func `learns of the baseline from the rows before the change`() {
        func delay(quiet: Int) -> Int {
            var delays: [Int] = []
            for seed in 0..<60 {
                var random = Xoshiro256StarStar(seed: UInt64(seed))
                var detector = detector(.reference(rows: 1000), rows: 1e6)
                for _ in 0..<1000 + quiet { _ = detector.observe(random.uniform() < 0.1 ? 1 : 0) }
                let start = detector.seen
                var row: Int?
                while row == nil, detector.seen < start + 20_000 {
                    row = detector.observe(random.uniform() < 0.15 ? 1 : 0)?.row
                }
                delays.append((row ?? detector.seen) - start)
            }
            return delays.sorted()[30]
        }
        #expect(Double(delay(quiet: 10_000)) < 0.8 * Double(delay(quiet: 0)))
    }

    @Test func `goes on to the bit from what it wrote, at any row`() throws {
        let settings = HarmSettings(source: .reference(rows: 200), rowsPerFalseAlarm: 1000, afterAlarm: .relearn)
        var random = Xoshiro256StarStar(seed: 5)
        var whole = HarmDetector(settings)
        var restarted = whole
        for row in 0..<3000 {
            let loss = random.below(50) == 0 ? Double.nan : random.normal() * random.normal() + (row > 1000 ? 1 : 0)
            #expect(whole.observe(loss) == restarted.observe(loss))
            if row % 7 == 0 { restarted = try HarmDetector(encoded: restarted.encoded, settings: settings) }
        }
        #expect(whole == restarted)
        #expect(whole.encoded == restarted.encoded)
        #expect(whole.alarms > 0)
    }

    @Test(arguments: [1, 5, 127, 128, 129, 1000], [true, false])
    func `takes many rows to the bit as one by one`(rows: Int, areErrors: Bool) {
        let settings = HarmSettings(source: .reference(rows: 200), rowsPerFalseAlarm: 1000, afterAlarm: .relearn)
        var random = Xoshiro256StarStar(seed: 12)
        let losses = (0..<6000).map { row in
            if random.below(500) == 0 { return Double.nan }
            let shift = [0, -0.3, 0.2, 0, 1, 0][row / 1000]
            return areErrors ? (random.uniform() < 0.4 + shift / 2 ? 1 : 0) : random.normal() * random.normal() + shift
        }
        var (whole, single) = (HarmDetector(settings), HarmDetector(settings))
        for start in stride(from: 0, to: losses.count, by: rows) {
            let part = Array(losses[start..<min(losses.count, start + rows)])
            let alarms = part.compactMap { single.observe($0) }
            #expect(whole.observe(contentsOf: part) == alarms.first)
            #expect(whole == single)
        }
        #expect(whole.alarms > 0 && whole.missing > 0)
    }

    @Test func `rejects bytes that it did not write, and survives those that it takes`() {
        let settings = HarmSettings(source: .reference(rows: 100), rowsPerFalseAlarm: 1000)
        var random = Xoshiro256StarStar(seed: 6)
        var detector = HarmDetector(settings)
        for _ in 0..<500 { _ = detector.observe(random.normal()) }
        let bytes = detector.encoded
        var rejected = 0
        for _ in 0..<3000 {
            var hostile = bytes
            for _ in 0...random.below(3) { hostile[random.below(hostile.count)] = UInt8(random.below(256)) }
            if random.below(4) == 0 { hostile.removeLast(random.below(hostile.count)) }
            do {
                var taken = try HarmDetector(encoded: hostile, settings: settings)
                for loss in [0, 1, -1, .infinity, .nan] { _ = taken.observe(loss) }
            } catch {
                rejected += 1
            }
        }
        #expect(rejected > 1000)
        #expect(throws: MalformedProfile.self) { try HarmDetector(encoded: [], settings: settings) }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 0, 1, 0.25, 1e308, -1e308, .leastNonzeroMagnitude])
    func `takes a stream of one loss alone`(loss: Double) {
        for source in [HarmSettings.Source.reference(rows: 100), .baseline(0.5), .both(rows: 100, baseline: 0.1)] {
            var detector = detector(source, rows: 1000)
            for _ in 0..<500 { _ = detector.observe(loss) }
            #expect(detector.seen == 500)
            #expect(!detector.logStatistic.isNaN)
            #expect(detector.baseline?.isNaN != true)
        }
    }

    @Test func `proves harm by infinite losses, and by any loss where there was none`() {
        for worse in [Double.infinity, 1] {
            var detector = detector(.reference(rows: 1000), rows: 1000)
            _ = detector.observe(contentsOf: [Double](repeating: 0, count: 1000))
            let alarm = detector.observe(contentsOf: [Double](repeating: worse, count: 20))
            #expect(alarm?.row ?? 2000 < 1010)
        }
    }

    @Test func `is one incident while the losses stay, and another after they were back`() {
        var random = Xoshiro256StarStar(seed: 7)
        var detector = HarmDetector(HarmSettings(source: .baseline(0.1), rowsPerFalseAlarm: 1e5))
        let rates = [0.1, 0.3, 0.1, 0.3]
        var alarms: [Int] = []
        for row in 0..<8000 {
            if let alarm = detector.observe(random.uniform() < rates[row / 2000] ? 1 : 0) { alarms.append(alarm.row) }
        }
        #expect(alarms.count == 2)
        #expect(alarms.map { $0 / 2000 } == [1, 3])
    }

    @Test func `finds harm that grows after it was found`() {
        var random = Xoshiro256StarStar(seed: 10)
        var detector = HarmDetector(HarmSettings(source: .baseline(0.1), rowsPerFalseAlarm: 1e5))
        let rates = [0.1, 0.2, 0.4]
        var alarms: [Int] = []
        for row in 0..<3000 {
            if let alarm = detector.observe(random.uniform() < rates[row / 1000] ? 1 : 0) { alarms.append(alarm.row) }
        }
        #expect(alarms.map { $0 / 1000 } == [1, 2])
    }

    @Test func `takes what stays for usual when it relearns, and forgets a false alarm`() {
        var random = Xoshiro256StarStar(seed: 8)
        var detector = HarmDetector(
            HarmSettings(source: .reference(rows: 2000), rowsPerFalseAlarm: 1e5, afterAlarm: .relearn))
        let rates = [0.1, 0.1, 0.25, 0.25, 0.25, 0.5]
        var alarms: [Int] = []
        for row in 0..<12_000 {
            if let alarm = detector.observe(random.uniform() < rates[row / 2000] ? 1 : 0) { alarms.append(alarm.row) }
        }
        // Of a few rows harm is known so badly that in one of five streams it is soon found to grow too.
        #expect(Set(alarms.map { $0 / 2000 }) == [2, 5])
    }

    @Test func `finds no harm within the tolerance`() {
        var random = Xoshiro256StarStar(seed: 9)
        var detector = HarmDetector(
            HarmSettings(source: .reference(rows: 2000), rowsPerFalseAlarm: 1e4, tolerance: 0.1))
        let losses = (0..<10_000).map { random.uniform() < ($0 < 2000 ? 0.1 : 0.15) ? 1.0 : 0 }
        #expect(detector.observe(contentsOf: losses) == nil)
    }
}
