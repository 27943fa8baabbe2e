import MLOpsStatistics
import Testing

/// Detectors by name alarm where River's do.
@Suite struct `Golden detectors` {
    @Test func `alarm at the same values as River 0.26.1`() throws {
        var alarms = 0
        for golden in try GoldenCorpus("detectors").cases {
            let name = golden.inputs[0]
            var detector = try #require(make(name), "\(name)")
            let values = try stream(golden.inputs)
            var found: [Int] = []
            for (index, value) in values.enumerated() where update(&detector, value) { found.append(index) }
            #expect(found == golden.answers.map { Int($0.value) }, "\(golden.inputs)")
            alarms += found.count
        }
        #expect(alarms > 100)
    }

    private func update(_ detector: inout any StreamDetector, _ value: Double) -> Bool { detector.update(value) }

    private func make(_ name: String) -> (any StreamDetector)? {
        switch name {
        case "adwin": ADWIN()
        case "adwinLoose": ADWIN(delta: 0.3)
        case "adwinEveryValue": ADWIN(clock: 1)
        case "pageHinkley": PageHinkley()
        case "pageHinkleyUp": PageHinkley(threshold: 20, direction: .up)
        case "pageHinkleyDown": PageHinkley(threshold: 10, direction: .down)
        case "ddm": DDM()
        case "hddmA": HDDMA()
        case "hddmATwoSided": HDDMA(isTwoSided: true)
        case "kswin": KSWIN()
        case "kswinLoose": KSWIN(alpha: 0.05, windowSize: 60, sampleSize: 20, seed: 7)
        default: nil
        }
    }

    // As `stream` in Golden/detectors.py.
    private func stream(_ inputs: [String]) throws -> [Double] {
        let seed = try #require(UInt64(inputs[1]))
        let level = try #require(Double(inputs[3]))
        let shifted = level + (try #require(Double(inputs[4])))
        if inputs[2] == "b" {
            var random = Xoshiro256StarStar(seed: seed)
            return (0..<4000).map { random.uniform() < ($0 < 2000 ? level : shifted) ? 1 : 0 }
        }
        var random = Xoshiro256StarStar(seed: seed)
        return (0..<4000).map { GoldenSample.nearlyNormal(&random) * 1 + ($0 < 2000 ? level : shifted) }
    }
}
