/// The categories that the reference has seldom or never, and how many new ones must be expected.
///
/// The reference lists what it has seen, so that a sample of the same distribution always has categories which are new to it,
/// about as many rows as the reference has of categories seen once. Source: I. J. Good, *The population frequencies of species
/// and the estimation of population parameters*, 1953.
struct CategoryRarity {
    /// Rows of categories that are new to the reference, as expected by Good and Turing, and as seen; nil where new categories
    /// cannot be told from rare ones.
    let unseen: (expected: Proportion, current: Proportion)?
    // Listed categories that the reference has less often are counted together with new ones.
    private let rare: Int
    // How many listed categories the reference might as well have missed.
    private let easilyMissed: Int
    private let listed: Int
    private let reference: [Int]

    init(_ reference: CategoryProfile, _ current: CategoryProfile) {
        listed = reference.cells.listed
        self.reference = reference.counts
        let frequencies = Self.frequencies(reference.counts[..<listed])
        rare = Self.rare(frequencies)
        easilyMissed = frequencies[1...20].reduce(0, +)
        guard !reference.cells.isTruncated else {
            unseen = nil
            return
        }
        let new = reference.cells.newCell
        let expected = Self.expected(
            seen: reference.counts[new], once: frequencies[1], twice: frequencies[2], rows: reference.values)
        unseen = (expected, Proportion(events: current.counts[new], trials: current.values))
    }

    /// A bound on P(at least as many rows of new categories); only more of them are news.
    ///
    /// Which categories are new is not known beforehand: Bonferroni over all that could have been.
    var unseenP: Double {
        guard let (expected, current) = unseen, expected.trials > 0, current.trials > 0, current.events > 0 else {
            return 1
        }
        return min(1, Double(1 + easilyMissed) * Self.moreEventsP(expected, current))
    }

    private static func moreEventsP(_ expected: Proportion, _ current: Proportion) -> Double {
        let events = expected.events + current.events
        if events <= 100 {
            return Hypergeometric(
                population: expected.trials + current.trials, marked: events, drawn: current.trials
            ).atLeast(current.events)
        }
        guard let test = ProportionShift.test(expected, current) else { return 1 }
        // The test takes expected − current.
        return Normal.upper(-test.statistic)
    }

    /// Returns the table with all rare and new categories in one column, the last.
    func lumped(_ table: CountTable, _ cells: [Int]) -> CountTable {
        let isKept = cells.map { $0 < listed && reference[$0] >= rare }
        let kept = cells.indices.filter { isKept[$0] }
        let lump = cells.indices.filter { !isKept[$0] }
        guard lump.count > 1 else { return table }
        return CountTable(
            reference: kept.map { table.reference[$0] } + [lump.reduce(0) { $0 + table.reference[$1] }],
            current: kept.map { table.current[$0] } + [lump.reduce(0) { $0 + table.current[$1] }])
    }

    // How many categories occur once, twice, … up to 80 times; the first entry is unused.
    private static func frequencies(_ counts: ArraySlice<Int>) -> [Int] {
        var frequencies = [Int](repeating: 0, count: 81)
        for count in counts where count > 0 && count <= 80 { frequencies[count] += 1 }
        return frequencies
    }

    // Categories seen less than r times have, in new data, about r·f_r rows more than in the reference, because they were
    // chosen for being rare there. The border is the least for which that is small beside the noise of their number; f_r is
    // noisy itself, so that its neighbours count too.
    private static func rare(_ frequencies: [Int]) -> Int {
        var (rows, best) = (0, (border: 1, excess: Double.infinity))
        for border in 1...64 {
            let width = max(2, border / 4)
            let near = (max(1, border - width)...min(80, border + width)).map { $0 * frequencies[$0] }.max() ?? 0
            let excess = Double(near) / Double(max(1, rows)).squareRoot()
            if excess <= 0.25 { return border }
            if excess < best.excess { best = (border, excess) }
            rows += border * frequencies[border]
        }
        return best.border
    }

    // The variance of the estimate f₁/n is (f₁ + 2f₂)/n², as if there were fewer rows.
    private static func expected(seen: Int, once: Int, twice: Int, rows: Int) -> Proportion {
        guard seen == 0 else { return Proportion(events: seen, trials: rows) }
        let worth = once > 0 ? Double(once) / Double(once + 2 * twice) : 1
        return Proportion(events: Int(Double(once) * worth), trials: Int(Double(rows) * worth))
    }
}
