/// Everything that is known of how one column differs between a reference and a current sample, from their cells.
///
/// A figure that does not exist, for the kind of column or for want of values, is nil; none is ever NaN or infinite.
package struct ColumnComparison: Sendable, Equatable {
    package let status: ColumnStatus
    package let referenceRows: Int
    package let currentRows: Int
    package let referenceNullRate: Double?
    package let currentNullRate: Double?
    /// The p that decides; nil when there is nothing to compare.
    package let p: Double?
    /// What p is made of.
    package let evidence: RowEvidence?
    /// Reported effects: on at most ten groups of equal mass for a numeric column, and what is no value.
    package let stabilityIndex: Double?
    package let jensenShannon: Double?
    package let hellinger: Double?
    package let totalVariation: Double?
    package let lInfinity: Double?
    /// The category with the largest difference of shares; nil for a numeric column.
    package let lInfinityCategory: String?
    package let cramersV: Double?
    /// On unpooled cells, as scipy's `chi2_contingency` would give it for them.
    package let chiSquared: TestResult?
    package let likelihoodRatio: TestResult?
    /// Statistics of order and distance, on the cells unless ``areRanksExact``; nil for categories.
    package let ranks: RankComparison?
    /// Whether ``ranks`` are those of the values themselves.
    package let areRanksExact: Bool
    /// Interval for the change of the null rate, 95 %.
    package let nullShift: ClosedRange<Double>?

    /// - Parameter exact: statistics of the values themselves, to be shown instead of those on the cells; ``p`` and what
    ///   follows from it are those of the cells all the same.
    package init(reference: ColumnProfile, current: ColumnProfile, exact: RankComparison? = nil) {
        switch (reference, current) {
        case (.numeric(let a), .numeric(let b)) where a.cells == b.cells:
            let compared = ComparedCells(a, b)
            self.init(
                compared, a.rows, b.rows, ranks: exact ?? RankComparison(compared, a, b), areRanksExact: exact != nil,
                category: nil)
        case (.category(let a), .category(let b)) where a.cells == b.cells:
            let compared = ComparedCells(a, b)
            let place = Divergences.lInfinity(compared.values)?.column
            self.init(
                compared, a.rows, b.rows, ranks: nil, areRanksExact: false,
                category: place.map { a.cells.name(compared.cells[$0]) })
        default: self.init(incomparable: reference.rows, current.rows)
        }
    }

    private init(
        _ compared: ComparedCells, _ referenceRows: Int, _ currentRows: Int, ranks: RankComparison?,
        areRanksExact: Bool, category: String?
    ) {
        let all = compared.all
        let shown = compared.shown
        self.referenceRows = referenceRows
        self.currentRows = currentRows
        referenceNullRate = compared.nulls.reference.rate
        currentNullRate = compared.nulls.current.rate
        evidence = RowEvidence(compared)
        p = evidence?.p
        stabilityIndex = Divergences.populationStabilityIndex(shown)
        jensenShannon = Divergences.jensenShannonDistance(shown)
        hellinger = Divergences.hellingerDistance(shown)
        totalVariation = Divergences.totalVariation(shown)
        lInfinity = Divergences.lInfinity(shown)?.distance
        lInfinityCategory = category
        cramersV = CramersV.biasCorrected(all)
        chiSquared = ChiSquaredHomogeneity.test(all)
        likelihoodRatio = LikelihoodRatio.test(all)
        self.ranks = ranks
        self.areRanksExact = areRanksExact
        nullShift = ProportionShift.newcombe(compared.nulls.reference, compared.nulls.current, confidence: 0.95)
        status = ColumnStatus(compared, evidence)
    }

    private init(incomparable referenceRows: Int, _ currentRows: Int) {
        status = .incomparable
        (self.referenceRows, self.currentRows) = (referenceRows, currentRows)
        (referenceNullRate, currentNullRate, evidence, p) = (nil, nil, nil, nil)
        (stabilityIndex, jensenShannon, hellinger, totalVariation) = (nil, nil, nil, nil)
        (lInfinity, lInfinityCategory, cramersV) = (nil, nil, nil)
        (chiSquared, likelihoodRatio, ranks, nullShift) = (nil, nil, nil, nil)
        areRanksExact = false
    }
}
