/// What the rows of a window say against the hypothesis that they come from the reference: one p, and the size of the effect.
package struct RowEvidence: Sendable, Equatable {
    /// Where the current values lie among those of the reference.
    package struct Location: Sendable, Equatable {
        /// P(reference < current) + ½·P(equal).
        package let areaUnderCurve: Double
        /// Its variance for independent rows.
        package let variance: Double
        /// Mann-Whitney's p.
        package let p: Double
    }

    /// min(1, min pᵢ/wᵢ) over the tests that apply, with weights that add up to 1; valid when rows are independent.
    ///
    /// Numeric: Mann-Whitney 3, Kolmogorov-Smirnov 1, χ² 1; categories: χ² 3. Rates of missing and of unseen values 1 each,
    /// where there are any.
    package let p: Double
    /// Pearson's homogeneity test on pooled cells.
    package let chiSquared: TestResult
    /// Kolmogorov-Smirnov on the cells, for a numeric column with values; its p is too small where it is not what decides.
    package let kolmogorovSmirnov: TestResult?
    /// For a numeric column with values: far stronger than the others against a shift.
    package let location: Location?
    /// Population stability index on the pooled cells of ``chiSquared``.
    package let stabilityIndex: Double
    /// nₑ of all rows, null or not.
    package let effectiveSize: Double
    /// The number of pooled cells.
    package let cells: Int
    /// The current rate of rows without an ordinary value.
    package let missingRate: Double
    /// That rate less the one of the reference.
    package let missingShift: Double

    /// nil when either side has no rows.
    ///
    /// - Parameter design: how many rows are worth one independent row, at least 1.
    init?(_ compared: ComparedCells, design: Double = 1) {
        let all = compared.all
        guard !all.isOneSided else { return nil }
        let isOrdered = compared.positions != nil
        let pooled =
            isOrdered
            ? all.poolingNeighbours(minimum: Self.leastExpected)
            : compared.tested.poolingRare(minimum: Self.leastExpected)
        guard let pearson = ChiSquaredHomogeneity.test(pooled) else { return nil }
        chiSquared = pearson
        location = isOrdered ? Location(compared.values, design: design) : nil
        stabilityIndex = Divergences.populationStabilityIndex(pooled) ?? 0
        effectiveSize = all.effectiveSize / max(1, design)
        cells = pooled.count
        missingRate = compared.missing.current.rate ?? 0
        missingShift = missingRate - (compared.missing.reference.rate ?? 0)
        var tests: [(p: Double, weight: Double)] = [(Self.p(pearson, design), isOrdered ? 1 : 3)]
        if let location { tests.append((location.p, 3)) }
        if compared.special.total > 0 { tests.append((Self.exact(compared.missing), 1)) }
        if let unseen = compared.rarity?.unseen, unseen.expected.events + unseen.current.events > 0 {
            tests.append((compared.rarity?.unseenP ?? 1, 1))
        }
        // The costliest last: it need not be known better than the others let it matter.
        let others = tests.reduce(1) { $0 + $1.weight }
        let least = tests.map { $0.p * others / $0.weight }.min() ?? 1
        kolmogorovSmirnov =
            isOrdered
            ? GridKolmogorovSmirnov.test(compared.values, design: design, upTo: min(1, least) / others) : nil
        if let kolmogorovSmirnov { tests.append((kolmogorovSmirnov.p, 1)) }
        p = Self.weighted(tests)
    }

    // Rather ten than the customary five: at 1e-5 the tail of X² is then less than twice what χ² says, not four times.
    private static let leastExpected = 10.0

    /// The p of ``chiSquared`` when `design` rows are worth one independent row.
    func chiSquaredP(design: Double) -> Double { Self.p(chiSquared, design) }

    /// Returns Bonferroni's p with weights: valid whatever the dependence between the tests.
    static func weighted(_ tests: [(p: Double, weight: Double)]) -> Double {
        let total = tests.reduce(0) { $0 + $1.weight }
        return min(1, tests.map { $0.p * total / $0.weight }.min() ?? 1)
    }

    private static func p(_ test: TestResult, _ design: Double) -> Double {
        guard design > 1, let freedom = test.degreesOfFreedom, freedom > 0 else { return test.p }
        return ChiSquared(degreesOfFreedom: freedom).upper(test.statistic / design)
    }

    // Events; to sum the densities of more takes longer than all else that is done with a column.
    private static let exactlyCounted = 250

    // Exact while it is quick, and the score test for samples in which the two agree.
    private static func exact(_ rates: (reference: Proportion, current: Proportion)) -> Double {
        guard rates.reference.trials > 0, rates.current.trials > 0 else { return 1 }
        let events = rates.reference.events + rates.current.events
        let few = min(events, rates.reference.trials + rates.current.trials - events)
        // How many more there could be in one sample; of a small one the score's tail is far too light, however large the other.
        let possible = min(few, rates.reference.trials, rates.current.trials)
        if possible <= exactlyCounted { return FisherExact.p(rates.reference, rates.current) }
        return ProportionShift.test(rates.reference, rates.current)?.p ?? 1
    }
}

extension RowEvidence.Location {
    /// nil when a sample is empty.
    init?(_ table: CountTable, design: Double) {
        guard let rankSum = MannWhitney(table) else { return nil }
        let pairs = Double(table.referenceTotal) * Double(table.currentTotal)
        self.init(
            areaUnderCurve: rankSum.areaUnderCurve, variance: rankSum.variance / pairs / pairs,
            p: rankSum.test(design: design).p)
    }
}

extension RowEvidence {
    /// Returns whether two profiles of a column can be compared, and what their rows say; much quicker than all figures.
    package static func between(
        _ reference: ColumnProfile, _ current: ColumnProfile, design: Double = 1
    ) -> (status: ColumnStatus, evidence: RowEvidence?) {
        guard let compared = ComparedCells.of(reference, current) else { return (.incomparable, nil) }
        let evidence = RowEvidence(compared, design: design)
        return (ColumnStatus(compared, evidence), evidence)
    }
}
