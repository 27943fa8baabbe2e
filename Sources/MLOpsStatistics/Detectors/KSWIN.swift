/// A Kolmogorov-Smirnov test of the latest values against a random sample of the window before them.
///
/// Alarms when p ≤ α and D > 0.1, and begins anew after that. The sample is drawn by our own generator: with that one in
/// place of Python's, River 0.26.1 alarms at the same values. Source: C. Raab, M. Heusinger, F. Schleif, *Reactive soft
/// prototype computing*, 2020, where the latest values are kept after an alarm; River forgets them, too.
package struct KSWIN: StreamDetector {
    private let alpha: Double
    private let windowSize: Int
    private let sampleSize: Int
    private let seed: UInt64
    private var window: [Double] = []
    private var random: Xoshiro256StarStar

    /// Requires 0 < `sampleSize` ≤ `windowSize`/2.
    package init(alpha: Double = 0.005, windowSize: Int = 100, sampleSize: Int = 30, seed: UInt64 = 1) {
        precondition(sampleSize > 0 && 2 * sampleSize <= windowSize, "the window holds two samples")
        self.alpha = alpha
        self.windowSize = windowSize
        self.sampleSize = sampleSize
        self.seed = seed
        random = Xoshiro256StarStar(seed: seed)
    }

    /// Values that are not finite are left out.
    package mutating func update(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        if window.count == windowSize { window.removeFirst() }
        window.append(value)
        guard window.count == windowSize else { return false }
        let latest = Array(window[(windowSize - sampleSize)...])
        let table = PairedSamples(reference: sample(), current: latest).table
        guard let distance = KolmogorovSmirnov.distance(table), distance.value > 0.1 else { return false }
        let p = ExactKolmogorovSmirnov.upper(steps: Int(distance.steps), sampleSize, sampleSize)
        guard p <= alpha else { return false }
        window = []
        random = Xoshiro256StarStar(seed: seed)
        return true
    }

    // Without replacement, from the window before the latest values.
    private mutating func sample() -> [Double] {
        var older = Array(window[..<(windowSize - sampleSize)])
        for position in 0..<sampleSize { older.swapAt(position, position + random.below(older.count - position)) }
        return Array(older[..<sampleSize])
    }
}
