import RealModule

/// How windows of the reference differ from each other: what a new window must exceed to be news.
///
/// Row-level tests take rows for independent; with day effects or seasons they are not, and only whole windows can be
/// compared. Each reference window is compared with the others, and a new window with a prediction limit of one more.
package struct WindowNull: Sendable, Equatable, Codable {
    /// P(reference < window) of each reference window, for a numeric column; its differences are signed and near normal.
    package private(set) var locations: [Double]
    /// The variance that each location would have if rows were independent.
    package private(set) var rowVariances: [Double]
    /// ln(PSI + ½·k/nₑ) of each reference window.
    package private(set) var logDistances: [Double]
    /// The share of rows without a value in each reference window.
    package private(set) var missingRates: [Double]

    package static let minimumWindows = 10

    package init() { (locations, rowVariances, logDistances, missingRates) = ([], [], [], []) }

    /// Adds what was found when a reference window was compared with the others.
    package mutating func add(_ evidence: RowEvidence) {
        if let location = evidence.location {
            locations.append(location.areaUnderCurve)
            rowVariances.append(location.variance)
        }
        logDistances.append(Self.logDistance(evidence))
        missingRates.append(evidence.missingRate)
    }

    package var isUsable: Bool { logDistances.count >= Self.minimumWindows }

    /// Returns P(a reference window is at least as different); nil with fewer than ten windows.
    ///
    /// Numeric: Student's prediction limit on the location, and the other tests with rows worth less by what the locations
    /// vary more than rows alone would make them. Categories: Student's limit on the distance.
    func p(_ evidence: RowEvidence, _ compared: ComparedCells) -> Double? {
        guard isUsable else { return nil }
        var tests: [(p: Double, weight: Double)] = []
        if let location = evidence.location, locations.count >= Self.minimumWindows {
            let design = designEffect
            tests = [
                (Self.predicted(locations, location.areaUnderCurve, variance: variance(for: location.variance)), 3),
                (evidence.chiSquaredP(design: design), 1),
                (GridKolmogorovSmirnov.test(compared.values, design: design)?.p ?? 1, 1),
            ]
        } else {
            tests = [(distanceP(evidence), 3)]
        }
        if evidence.missingRate > 0 || missingRates.contains(where: { $0 > 0 }) {
            tests.append((missingP(evidence), 1))
        }
        return RowEvidence.weighted(tests)
    }

    /// How many rows are worth one independent row: a bound, at 95 %, from the variance of the locations; at least 1.
    package var designEffect: Double {
        guard locations.count >= Self.minimumWindows, let spread = Self.moments(locations).variance else { return 1 }
        let expected = NeumaierSum.of(rowVariances) / Double(rowVariances.count)
        let freedom = Double(locations.count - 1)
        let bound = freedom / ChiSquared(degreesOfFreedom: freedom).upperQuantile(0.95)
        let design = expected > 0 ? spread / expected * bound : 1
        return design.isFinite ? max(1, design) : 1
    }

    /// ln(d + ½·k/nₑ): the distance, kept from zero by what noise alone makes of k cells.
    static func logDistance(_ evidence: RowEvidence) -> Double {
        Double.log(evidence.stabilityIndex + 0.5 * Double(evidence.cells) / max(evidence.effectiveSize, 1e-9))
    }

    // The variance of one window's location: as seen, if windows are of one size, else what is seen beyond rows, and rows.
    private func variance(for rowVariance: Double) -> Double {
        let seen = Self.moments(locations).variance ?? 0
        let expected = NeumaierSum.of(rowVariances) / Double(rowVariances.count)
        if rowVariance > 0.67 * expected, rowVariance < 1.5 * expected { return seen }
        return max(0, seen - expected) + rowVariance
    }

    // One-sided: only a larger distance is news.
    private func distanceP(_ evidence: RowEvidence) -> Double {
        let z = Self.logDistance(evidence)
        let moments = Self.moments(logDistances)
        guard let spread = moments.variance, spread > 0 else { return z > moments.mean ? evidence.p : 1 }
        let t = (z - moments.mean) / (spread * (1 + 1 / moments.count)).squareRoot()
        return StudentT(degreesOfFreedom: moments.count - 1).upper(t)
    }

    private func missingP(_ evidence: RowEvidence) -> Double {
        let moments = Self.moments(missingRates)
        let rate = min(1, max(0, moments.mean))
        // A rate that never varied still varies as counts do.
        let counts = max(rate * (1 - rate), 1 / max(evidence.effectiveSize, 1)) / max(evidence.effectiveSize, 1)
        return Self.predicted(missingRates, evidence.missingRate, variance: max(moments.variance ?? 0, counts))
    }

    // Two-sided P of one more value, T = (x−x̄)/√(variance·(1+1/H)) on t with H−1 degrees of freedom.
    private static func predicted(_ values: [Double], _ value: Double, variance: Double) -> Double {
        let moments = moments(values)
        guard variance > 0 else { return value == moments.mean ? 1 : 0 }
        let t = (value - moments.mean) / (variance * (1 + 1 / moments.count)).squareRoot()
        return StudentT(degreesOfFreedom: moments.count - 1).twoSided(t)
    }

    private static func moments(_ values: [Double]) -> Moments { values.withUnsafeBufferPointer { Moments($0) } }
}
