import RealModule

/// How windows of the reference differ from each other in one column: what a new window must exceed to be news.
///
/// Row-level tests take rows for independent; with day effects or seasons they are not, and only whole windows can be
/// compared. Each reference window is compared with the others, and a new window with a prediction limit of one more.
package struct WindowNull: Sendable, Equatable {
    /// P(reference < window) of each reference window, for a numeric column; its differences are signed and near normal.
    package internal(set) var locations: [Double] = []
    /// The variance that each location would have if rows were independent.
    package internal(set) var rowVariances: [Double] = []
    /// ln(D + ½/√nₑ) of each reference window, with the Kolmogorov-Smirnov distance D, for a numeric column.
    package internal(set) var logSuprema: [Double] = []
    /// ln(PSI + ½·k/nₑ) of each reference window.
    package internal(set) var logDistances: [Double] = []
    /// The share of rows without a value in each reference window.
    package internal(set) var missingRates: [Double] = []

    package static let minimumWindows = 10

    package init() {}

    /// Adds what was found when a reference window was compared with the others.
    package mutating func add(_ evidence: RowEvidence) {
        if let location = evidence.location, let supremum = Self.logSupremum(evidence) {
            locations.append(location.areaUnderCurve)
            rowVariances.append(location.variance)
            logSuprema.append(supremum)
        }
        logDistances.append(Self.logDistance(evidence))
        missingRates.append(evidence.missingRate)
    }

    /// How many windows were added.
    package var windows: Int { logDistances.count }
    package var isUsable: Bool { windows >= Self.minimumWindows }

    /// Returns P(a reference window is at least as different); nil with fewer than ten windows.
    ///
    /// Location: Student's prediction limit. Distances: the larger of Student's limit on their logarithms, and what rows say
    /// when they are worth less by what the locations vary more than rows alone would make them.
    func p(_ evidence: RowEvidence, _ compared: ComparedCells) -> Double? {
        guard isUsable else { return nil }
        let distance = PredictionLimit(logDistances).upper(Self.logDistance(evidence)) ?? 0
        let design = designEffect
        var tests = [(p: max(distance, evidence.chiSquaredP(design: design)), weight: 1.0)]
        if let location = evidence.location, locations.count >= Self.minimumWindows {
            let limit = PredictionLimit(locations)
            let variance = variance(for: location.variance, limit)
            tests.append((limit.twoSided(location.areaUnderCurve, variance: variance), 3))
            tests.append((supremumP(evidence, compared, design: design), 1))
        }
        if evidence.missingRate > 0 || missingRates.contains(where: { $0 > 0 }) {
            tests.append((missingP(evidence), 1))
        }
        return RowEvidence.weighted(tests)
    }

    /// How many rows are worth one independent row: a bound, at 95 %, from the variance of the locations; at least 1.
    package var designEffect: Double {
        guard locations.count >= Self.minimumWindows, let spread = PredictionLimit(locations).variance else { return 1 }
        let freedom = Double(locations.count - 1)
        let bound = freedom / ChiSquared(degreesOfFreedom: freedom).upperQuantile(0.95)
        let design = expectedVariance > 0 ? spread / expectedVariance * bound : 1
        return design.isFinite ? max(1, design) : 1
    }

    /// ln(d + ½·k/nₑ): the distance, kept from zero by what noise alone makes of k cells.
    static func logDistance(_ evidence: RowEvidence) -> Double {
        Double.log(evidence.stabilityIndex + 0.5 * Double(evidence.cells) / max(evidence.effectiveSize, 1e-9))
    }

    private static func logSupremum(_ evidence: RowEvidence) -> Double? {
        evidence.kolmogorovSmirnov.map {
            Double.log($0.statistic + 0.5 / max(evidence.effectiveSize, 1e-9).squareRoot())
        }
    }

    private var expectedVariance: Double {
        rowVariances.isEmpty ? 0 : NeumaierSum.of(rowVariances) / Double(rowVariances.count)
    }

    // The variance of one window's location: as seen, if windows are of one size, else what is seen beyond rows, and rows.
    private func variance(for rowVariance: Double, _ limit: PredictionLimit) -> Double {
        let (seen, expected) = (limit.variance ?? 0, expectedVariance)
        if rowVariance > 0.67 * expected, rowVariance < 1.5 * expected { return seen }
        return max(0, seen - expected) + rowVariance
    }

    private func supremumP(_ evidence: RowEvidence, _ compared: ComparedCells, design: Double) -> Double {
        let rows = GridKolmogorovSmirnov.test(compared.values, design: design)?.p ?? 1
        guard let value = Self.logSupremum(evidence) else { return rows }
        return max(rows, PredictionLimit(logSuprema).upper(value) ?? 0)
    }

    private func missingP(_ evidence: RowEvidence) -> Double {
        let limit = PredictionLimit(missingRates)
        let rate = min(1, max(0, limit.mean))
        // A rate that never varied still varies as counts do.
        let counts = max(rate * (1 - rate), 1 / max(evidence.effectiveSize, 1)) / max(evidence.effectiveSize, 1)
        return limit.twoSided(evidence.missingRate, variance: max(limit.variance ?? 0, counts))
    }
}
