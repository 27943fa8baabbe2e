import MLOpsData
import MLOpsStatistics

/// One column of `mlopsctl compare --json`; what does not exist for its type is null.
struct ComparedColumn: Encodable, Sendable {
    struct Test: Encodable, Equatable, Sendable {
        let statistic: Double
        let p: Double

        init?(_ test: TestResult?) {
            guard let test, test.statistic.isFinite else { return nil }
            (statistic, p) = (test.statistic, test.p)
        }
    }

    struct ChiSquaredTest: Encodable, Equatable, Sendable {
        let statistic: Double
        @Nullable var df: Double?
        let p: Double

        init?(_ test: TestResult?) {
            guard let test, test.statistic.isFinite else { return nil }
            (statistic, df, p) = (test.statistic, test.degreesOfFreedom, test.p)
        }
    }

    let name: String
    let type: String
    /// compared, insufficient, empty, all_null, incomparable, or missing: the current data does not have it.
    let status: String
    let nReference: Int
    let nCurrent: Int
    @Nullable var nullRateReference: Double?
    @Nullable var nullRateCurrent: Double?
    @Nullable var p: Double?
    @Nullable var drifted: Bool?
    @Nullable var psi: Double?
    @Nullable var jensenShannon: Double?
    @Nullable var hellinger: Double?
    @Nullable var totalVariation: Double?
    @Nullable var lInfinity: Double?
    @Nullable var chiSquared: ChiSquaredTest?
    @Nullable var ks: Test?
    @Nullable var wasserstein: Double?
    @Nullable var cramerVonMises: Test?
    @Nullable var mannWhitney: Test?
    @Nullable var andersonDarling: Test?
    @Nullable var energy: Double?
    /// For people.
    let shapes: ShownDistributions
    /// Of the current values, when they are of another kind.
    let otherType: String?
    let columnType: ColumnType

    private enum CodingKeys: String, CodingKey {
        case name, type, status, nReference, nCurrent, nullRateReference, nullRateCurrent, p, drifted, psi
        case jensenShannon, hellinger, totalVariation, lInfinity, chiSquared, ks, wasserstein, cramerVonMises
        case mannWhitney, andersonDarling, energy
    }

    init(
        _ column: DatasetComparison.Column, type: ColumnType, presence: TableWindow.Presence, shapes: ShownDistributions
    ) {
        let comparison = column.comparison
        let ranks = comparison.ranks
        name = column.name
        self.type = "\(type)"
        columnType = type
        status = presence == .missing ? "missing" : comparison.status.rawValue
        (nReference, nCurrent) = (comparison.referenceRows, comparison.currentRows)
        (nullRateReference, nullRateCurrent) = (comparison.referenceNullRate, comparison.currentNullRate)
        p = comparison.p
        drifted = column.isDrifted
        psi = comparison.stabilityIndex
        jensenShannon = comparison.jensenShannon
        hellinger = comparison.hellinger
        totalVariation = comparison.totalVariation
        lInfinity = comparison.lInfinity
        chiSquared = ChiSquaredTest(comparison.chiSquared)
        ks = Test(ranks?.kolmogorovSmirnov)
        wasserstein = ranks?.wasserstein
        cramerVonMises = Test(ranks?.cramerVonMises)
        mannWhitney = Test(ranks?.mannWhitney)
        andersonDarling = Test(ranks?.andersonDarling)
        energy = ranks?.energy
        self.shapes = shapes
        if case .otherType(let found) = presence { otherType = "\(found)" } else { otherType = nil }
    }

    /// What changed most comes first: what drifted, what could not be told, the rest; each by its distance.
    var order: (Int, Double) {
        (drifted.map { $0 ? 0 : 2 } ?? 1, -(jensenShannon ?? 0))
    }
}
