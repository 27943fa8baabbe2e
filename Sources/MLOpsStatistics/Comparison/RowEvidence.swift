/// What the rows of a window say against the hypothesis that they come from the reference: one p, and the size of the effect.
package struct RowEvidence: Sendable, Equatable {
    /// min(1, tests·min p) over the tests that apply; valid when rows are independent.
    package let p: Double
    /// Pearson's homogeneity test on pooled cells.
    package let chiSquared: TestResult
    /// Kolmogorov-Smirnov on the cells, for a numeric column with values.
    package let kolmogorovSmirnov: TestResult?
    /// Population stability index on the pooled cells of ``chiSquared``.
    package let stabilityIndex: Double
    /// nₑ of all rows, null or not.
    package let effectiveSize: Double
    /// The number of pooled cells.
    package let cells: Int
    /// Current rate of rows without an ordinary value less that of the reference.
    package let missingShift: Double

    /// nil when either side has no rows.
    init?(_ compared: ComparedCells, design: Double = 1) {
        let all = compared.all
        guard !all.isOneSided else { return nil }
        let isOrdered = compared.positions != nil
        let pooled = isOrdered ? all.poolingNeighbours() : all.poolingRare()
        guard let pearson = ChiSquaredHomogeneity.test(pooled) else { return nil }
        chiSquared = Self.deflated(pearson, design)
        kolmogorovSmirnov = isOrdered ? GridKolmogorovSmirnov.test(compared.values, design: design) : nil
        stabilityIndex = Divergences.populationStabilityIndex(pooled) ?? 0
        effectiveSize = all.effectiveSize / design
        cells = pooled.count
        missingShift = (compared.missing.current.rate ?? 0) - (compared.missing.reference.rate ?? 0)
        var tests = [chiSquared.p]
        if let kolmogorovSmirnov { tests.append(kolmogorovSmirnov.p) }
        if compared.special.total > 0 { tests.append(Self.exact(compared.missing)) }
        if let unseen = compared.unseen, unseen.reference.events + unseen.current.events > 0 {
            tests.append(Self.exact(unseen))
        }
        p = min(1, Double(tests.count) * (tests.min() ?? 1))
    }

    // A design effect d makes n rows worth n/d.
    private static func deflated(_ test: TestResult, _ design: Double) -> TestResult {
        guard design > 1, let freedom = test.degreesOfFreedom, freedom > 0 else { return test }
        let statistic = test.statistic / design
        return TestResult(
            statistic: statistic, p: ChiSquared(degreesOfFreedom: freedom).upper(statistic), degreesOfFreedom: freedom)
    }

    // Exact while it is quick, and the score test for samples in which the two agree.
    private static func exact(_ rates: (reference: Proportion, current: Proportion)) -> Double {
        guard rates.reference.trials > 0, rates.current.trials > 0 else { return 1 }
        let events = rates.reference.events + rates.current.events
        let few = min(events, rates.reference.trials + rates.current.trials - events)
        if few <= 100 { return FisherExact.p(rates.reference, rates.current) }
        return ProportionShift.test(rates.reference, rates.current)?.p ?? 1
    }
}

extension RowEvidence {
    /// Returns whether two profiles of a column can be compared, and what their rows say.
    static func between(
        _ reference: ColumnProfile, _ current: ColumnProfile, design: Double = 1
    ) -> (status: ColumnStatus, evidence: RowEvidence?) {
        switch (reference, current) {
        case (.numeric(let a), .numeric(let b)) where a.cells == b.cells: judged(ComparedCells(a, b), design)
        case (.category(let a), .category(let b)) where a.counts.count == b.counts.count:
            judged(ComparedCells(a, b), design)
        default: (.incomparable, nil)
        }
    }

    private static func judged(_ compared: ComparedCells, _ design: Double) -> (ColumnStatus, RowEvidence?) {
        let evidence = RowEvidence(compared, design: design)
        return (ColumnStatus(compared, evidence), evidence)
    }
}
