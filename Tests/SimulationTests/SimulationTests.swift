import Foundation
import MLOpsSchedule
import Testing

/// MLOPS_SEEDS=FIRST..LAST chooses other seeds, MLOPS_EVENTS=N a longer life.
@Suite struct `Simulation` {
    static let environment = ProcessInfo.processInfo.environment
    static let seeds: ClosedRange<UInt64> = {
        let parts = (environment["MLOPS_SEEDS"] ?? "").split(separator: ".").compactMap { UInt64($0) }
        return parts.count == 2 && parts[0] <= parts[1] ? parts[0]...parts[1] : 1...200
    }()
    static let events = environment["MLOPS_EVENTS"].flatMap { Int($0) } ?? 150

    /// Seeds that once failed, for ever after: the first word of each line of Seeds.txt that is a number.
    static let failedOnce: [UInt64] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Seeds.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""  // Without the file `every seed` fails.
        return text.split(separator: "\n").compactMap { $0.split(separator: " ").first.flatMap { UInt64($0) } }
    }()

    @Test(arguments: (Array(seeds) + failedOnce).chunked(by: 10))
    func `of a seed keeps every promise, and is the same the second time`(seeds: [UInt64]) throws {
        for seed in seeds { try live(seed) }
    }

    private func live(_ seed: UInt64) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin"))
        let zone = try TimeZoneRules(name: "Europe/Berlin", tzif: Array(data))
        let events = Self.failedOnce.contains(seed) ? max(Self.events, 400) : Self.events
        var first = try World(seed: seed, zone: zone)
        first.live(events: events)
        let story = first.violations.isEmpty ? "" : first.recent.joined(separator: "\n")
        #expect(
            first.violations.prefix(3) == [],
            "seed \(seed) fails after \(first.events) events, the last of which were\n\(story)")
        #expect(!first.outcomes.isEmpty, "seed \(seed) led to nothing")
        var second = try World(seed: seed, zone: zone)
        second.live(events: events)
        #expect(first.digest == second.digest, "seed \(seed) has two histories")
    }

    @Test func `every seed that failed is lived again`() { #expect(!Self.failedOnce.isEmpty) }
}

extension Array {
    fileprivate func chunked(by size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
