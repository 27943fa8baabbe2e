import MLOpsStatistics
import Testing

/// Detectors by name alarm where River's do.
@Suite struct `Golden detectors` {
    struct Malformed: Error { let description: String }

    @Test func `alarm and warn at the same values as River 0.26.1, whatever the stream and the parameters`() throws {
        var alarms: [String: Int] = [:]
        for golden in try GoldenCorpus("detectors").cases {
            var detector = try make(golden.inputs[0])
            var (found, warnings) = ([Int](), 0)
            for (index, value) in try stream(golden.inputs[1]).enumerated() {
                if detector.update(value) {
                    found.append(index)
                } else if isWarning(detector) {
                    warnings += 1
                }
            }
            let answers = Dictionary(grouping: golden.answers, by: \.name).mapValues { $0.map { Int($0.value) } }
            #expect(found == answers["alarm"] ?? [], "\(golden.inputs)")
            #expect(warnings == answers["warnings"]?.first ?? 0, "\(golden.inputs)")
            alarms["\(type(of: detector))", default: 0] += found.count
        }
        #expect(alarms.count == 5)
        #expect(alarms.values.allSatisfy { $0 > 10 }, "\(alarms)")
    }

    private func stream(_ recipes: String) throws -> [Double] {
        try recipes.split(separator: ";").flatMap { try GoldenSample.values(String($0)) }
    }

    private func isWarning(_ detector: any StreamDetector) -> Bool {
        (detector as? DDM)?.isWarning ?? (detector as? HDDMA)?.isWarning ?? false
    }

    // `name:parameter:…`, as `MAKE` in Golden/detectors.py.
    private func make(_ description: String) throws -> any StreamDetector {
        let words = description.split(separator: ":").map(String.init)
        let n = words.dropFirst().map { Double($0) ?? 0 }
        switch (words.first, n.count) {
        case ("adwin", 5):
            return ADWIN(
                delta: n[0], clock: Int(n[1]), maximumBuckets: Int(n[2]), minimumLength: Int(n[3]),
                gracePeriod: Int(n[4]))
        case ("pageHinkley", 5):
            return PageHinkley(
                minimumCount: Int(n[0]), delta: n[1], threshold: n[2], forgetting: n[3], direction: direction(words[5]))
        case ("ddm", 3): return DDM(warmUp: Int(n[0]), warningThreshold: n[1], driftThreshold: n[2])
        case ("hddmA", 3): return HDDMA(driftConfidence: n[0], warningConfidence: n[1], isTwoSided: n[2] == 2)
        case ("kswin", 4): return KSWIN(alpha: n[0], windowSize: Int(n[1]), sampleSize: Int(n[2]), seed: UInt64(n[3]))
        default: throw Malformed(description: description)
        }
    }

    private func direction(_ word: String) -> PageHinkley.Direction {
        word == "up" ? .up : word == "down" ? .down : .both
    }
}
