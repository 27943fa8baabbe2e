import RealModule

/// The categories that cannot be told from those that the reference has never seen, and how many new ones must be expected.
///
/// The reference lists what it has seen, so that a sample of the same distribution always has categories which are new to it,
/// about as many rows as the reference has of categories seen once. Source: I. J. Good, *The population frequencies of species
/// and the estimation of population parameters*, 1953.
struct CategoryRarity {
    /// Rows of categories that are new to the reference, as expected by Good and Turing, and as seen; nil where new categories
    /// cannot be told from rare ones.
    let unseen: (expected: Proportion, current: Proportion)?
    private let missed: MissedCategories
    private let listed: Int
    // Listed categories with fewer rows in both samples together are counted with the new ones.
    private let leastTold: Int

    init(_ reference: CategoryProfile, _ current: CategoryProfile) {
        listed = reference.cells.listed
        let own = reference.counts[..<listed]
        missed = MissedCategories(reference, current)
        let isTruncated = reference.cells.isTruncated
        leastTold = missed.leastTold(unlisted: isTruncated ? own.min() ?? 0 : 0)
        guard !isTruncated else {
            unseen = nil
            return
        }
        let new = reference.cells.newCell
        let expected = Self.expected(
            seen: reference.counts[new], once: own.count { $0 == 1 }, twice: own.count { $0 == 2 },
            rows: reference.values)
        unseen = (expected, Proportion(events: current.counts[new], trials: current.values))
    }

    /// A bound on P(at least as many rows of new categories); only more of them are news.
    ///
    /// Two bounds, of which the larger holds. Where many categories are rare, what Good and Turing expect, with Bonferroni
    /// over all that might have been missed, as it is not known beforehand which are new. Where few are, the chance that the
    /// reference missed as many rows as that.
    var unseenP: Double {
        guard let (expected, current) = unseen, expected.trials > 0, current.trials > 0, current.events > 0 else {
            return 1
        }
        let byRows = min(1, Double(1 + missed.easily) * Self.moreEventsP(expected, current))
        return max(byRows, missed.chance(rows: current.events))
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
        let isKept = cells.indices.map { cells[$0] < listed && table.reference[$0] + table.current[$0] >= leastTold }
        let kept = cells.indices.filter { isKept[$0] }
        let lump = cells.indices.filter { !isKept[$0] }
        guard lump.count > 1 else { return table }
        return CountTable(
            reference: kept.map { table.reference[$0] } + [lump.reduce(0) { $0 + table.reference[$1] }],
            current: kept.map { table.current[$0] } + [lump.reduce(0) { $0 + table.current[$1] }])
    }

    // The variance of the estimate f₁/n is (f₁ + 2f₂)/n², as if there were fewer rows.
    private static func expected(seen: Int, once: Int, twice: Int, rows: Int) -> Proportion {
        guard seen == 0 else { return Proportion(events: seen, trials: rows) }
        let worth = once > 0 ? Double(once) / Double(once + 2 * twice) : 1
        return Proportion(events: Int(Double(once) * worth), trials: Int(Double(rows) * worth))
    }
}
