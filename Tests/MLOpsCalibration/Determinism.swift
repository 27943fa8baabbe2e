import MLOpsStatistics

/// G10: whether rows give the same bits however they are split, ordered and merged.
package enum Determinism {
    /// Returns in how many rounds any bit of a profile or of a monitor's verdict differed.
    package static func differences(rounds: Int, seed: UInt64) -> Int {
        (0..<rounds).count { differs(seed: seed &+ UInt64($0)) }
    }

    private static func differs(seed: UInt64) -> Bool {
        var random = Xoshiro256StarStar(seed: seed)
        let kinds: [SimulatedColumn] = [.normal, .heavyTailed, .zeroInflated, .missing(0.1)]
        let reference = ReferenceProfile(
            columns: kinds.map { .init(name: $0.name, profile: $0.reference(2000, &random)) })
        let rows = kinds.map { $0.draw(500, &random) }
        let whole = profile(rows, reference, parts: 1, &random)
        let first = verdict(whole, reference)
        for parts in [2, 7, 100] {
            let other = profile(rows, reference, parts: parts, &random)
            if other.encoded != whole.encoded || verdict(other, reference) != first { return true }
        }
        return false
    }

    private static func verdict(_ window: WindowProfile, _ reference: ReferenceProfile) -> DriftVerdict {
        var monitor = DriftMonitor(
            reference: reference,
            settings: DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 365), columns: []))
        return monitor.observe(window)
    }

    // Each value goes to a part by chance; the parts are merged in an order of chance.
    private static func profile(
        _ rows: [[Double]], _ reference: ReferenceProfile, parts: Int, _ random: inout Xoshiro256StarStar
    ) -> WindowProfile {
        var windows = [WindowProfile](repeating: reference.emptyWindow, count: parts)
        for (column, values) in rows.enumerated() {
            for value in values {
                windows[random.below(parts)].withColumn(column) { profile in
                    withUnsafePointer(to: value) {
                        profile.add(.numbers(UnsafeBufferPointer(start: $0, count: 1)))
                    }
                }
            }
        }
        while windows.count > 1 {
            let last = windows.removeLast()
            windows[random.below(windows.count)].merge(last)
        }
        return windows[0]
    }
}
