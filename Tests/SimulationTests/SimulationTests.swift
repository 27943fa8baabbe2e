import Foundation
import Testing

/// MLOPS_SEEDS=FIRST..LAST chooses other seeds, MLOPS_EVENTS=N a longer life.
@Suite struct `Simulation` {
    static let seeds: ClosedRange<UInt64> = {
        let parts = (ProcessInfo.processInfo.environment["MLOPS_SEEDS"] ?? "").split(separator: ".").compactMap { UInt64($0) }
        return parts.count == 2 && parts[0] <= parts[1] ? parts[0]...parts[1] : 1...200
    }()
    static let events = ProcessInfo.processInfo.environment["MLOPS_EVENTS"].flatMap { Int($0) } ?? 300

    /// Seeds that once failed, for ever after.
    static let failedOnce: [UInt64] = []

    @Test(arguments: Array(seeds) + failedOnce)
    func `of a seed keeps every promise, and is the same the second time`(seed: UInt64) throws {
        var first = try World(seed: seed)
        first.live(events: Self.events)
        #expect(first.violations.prefix(3) == [], "seed \(seed)")
        #expect(!first.outcomes.isEmpty, "seed \(seed) led to nothing")
        var second = try World(seed: seed)
        second.live(events: Self.events)
        #expect(first.digest == second.digest, "seed \(seed) has two histories")
    }
}
