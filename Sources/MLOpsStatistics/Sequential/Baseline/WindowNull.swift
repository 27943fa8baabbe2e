import RealModule

/// How windows of the reference differ from each other in one column: what a new window must exceed to be news.
///
/// Row-level tests take rows for independent; with day effects or seasons they are not, and only whole windows can be
/// compared. Each reference window is compared with the others, and a new window with a prediction limit of one more.
package struct WindowNull: Sendable, Equatable {
    /// P(reference < window), for a numeric column: the strongest against a shift within the reference's range.
    package private(set) var locations = LocationNull()
    /// Measures ``levels``; nil for a column without any.
    package private(set) var scale: LevelScale?
    /// The level of the values, which tells what has left the reference's range: there P(reference < window) is 1 however
    /// far it went, and nothing unusual where the reference's own windows rose or fell all along.
    package private(set) var levels = LocationNull()
    /// The logarithm of the spread of the values, see ``LevelScale/spread(of:)``.
    private var spreads = LocationNull()
    /// ln(D + ½/√nₑ) of each reference window, with the Kolmogorov-Smirnov distance D, for a numeric column.
    package private(set) var logSuprema: [Double] = []
    /// ln(PSI + ½·k/nₑ) of each reference window.
    package private(set) var logDistances: [Double] = []
    /// The share of rows without a value in each reference window.
    package private(set) var missingRates: [Double] = []
    // The logarithm of the odds that a row is without a value.
    private var missingOdds = LocationNull(knowsRows: false)

    package static let minimumWindows = 10

    /// - Parameter windows: the column in all reference windows together.
    init(_ windows: ColumnProfile) {
        if case .numeric(let profile) = windows { scale = LevelScale(profile) }
    }

    /// Adds a reference window, and what was found when it was compared with the others.
    mutating func add(_ evidence: RowEvidence, _ window: ColumnProfile) {
        if let location = evidence.location, let supremum = Self.logSupremum(evidence) {
            locations.add(location.areaUnderCurve, rowVariance: location.variance)
            logSuprema.append(supremum)
        }
        if let level = measured(window, LevelScale.level) { levels.add(level.value, rowVariance: level.variance) }
        if let spread = measured(window, LevelScale.spread) { spreads.add(spread.value, rowVariance: spread.variance) }
        logDistances.append(Self.logDistance(evidence))
        missingRates.append(evidence.missingRate)
        let odds = Self.missingOdds(evidence)
        missingOdds.add(odds.value, rowVariance: odds.variance)
    }

    /// How many windows were added.
    package var windows: Int { logDistances.count }
    package var isUsable: Bool { windows >= Self.minimumWindows }

    /// Returns P(a reference window is at least as different); nil with fewer than ten windows.
    ///
    /// Location, level and spread: Student's prediction limit. Distances: the larger of Student's limit on their logarithms,
    /// and what rows say when they are worth less by what locations, spreads and rates of missing values vary more than rows
    /// alone would make them.
    func p(_ evidence: RowEvidence, _ compared: ComparedCells, _ window: ColumnProfile) -> Double? {
        guard isUsable else { return nil }
        let distance = PredictionLimit(logDistances).upper(Self.logDistance(evidence)) ?? 0
        let design = designEffect
        // Rows without a value are among the cells.
        let ofRows = evidence.chiSquaredP(design: max(design, missingOdds.designEffect))
        var tests = [(p: max(distance, ofRows), weight: 1.0)]
        if let location = evidence.location,
            let p = locations.p(location.areaUnderCurve, rowVariance: location.variance)
        {
            tests.append((p, 3))
            tests.append((supremumP(evidence, compared, design: design), 1))
        }
        for (figure, null) in [(LevelScale.level, levels), (LevelScale.spread, spreads)] {
            guard let found = measured(window, figure) else { continue }
            if let p = null.p(found.value, rowVariance: found.variance) { tests.append((p, 1)) }
        }
        if evidence.missingRate > 0 || missingRates.contains(where: { $0 > 0 }) {
            tests.append((missingP(evidence), 1))
        }
        return RowEvidence.weighted(tests)
    }

    private func measured(
        _ window: ColumnProfile, _ figure: (LevelScale) -> (NumericProfile) -> (value: Double, variance: Double)?
    ) -> (value: Double, variance: Double)? {
        guard case .numeric(let profile) = window, let scale else { return nil }
        return figure(scale)(profile)
    }

    /// How many rows are worth one independent row, from how much locations and spreads vary; at least 1.
    package var designEffect: Double { max(locations.designEffect, spreads.designEffect) }

    /// ln(d + ½·k/nₑ): the distance, kept from zero by what noise alone makes of k cells.
    static func logDistance(_ evidence: RowEvidence) -> Double {
        Double.log(evidence.stabilityIndex + 0.5 * Double(evidence.cells) / max(evidence.effectiveSize, 1e-9))
    }

    private static func logSupremum(_ evidence: RowEvidence) -> Double? {
        evidence.kolmogorovSmirnov.map {
            Double.log($0.statistic + 0.5 / max(evidence.effectiveSize, 1e-9).squareRoot())
        }
    }

    private func supremumP(_ evidence: RowEvidence, _ compared: ComparedCells, design: Double) -> Double {
        let rows = GridKolmogorovSmirnov.test(compared.values, design: design)?.p ?? 1
        guard let value = Self.logSupremum(evidence) else { return rows }
        return max(rows, PredictionLimit(logSuprema).upper(value) ?? 0)
    }

    // Rates that vary in proportion to themselves are skewed, and the logarithms of their odds are not; of rates that vary as
    // counts do the reverse is true. The larger p is right for both.
    private func missingP(_ evidence: RowEvidence) -> Double {
        let limit = PredictionLimit(missingRates)
        let rate = min(1, max(0, limit.mean))
        // A rate that never varied still varies as counts do.
        let counts = max(rate * (1 - rate), 1 / max(evidence.effectiveSize, 1)) / max(evidence.effectiveSize, 1)
        let odds = Self.missingOdds(evidence)
        return max(
            limit.twoSided(evidence.missingRate, variance: max(limit.variance ?? 0, counts)),
            missingOdds.p(odds.value, rowVariance: odds.variance) ?? 0)
    }

    // Half a row is added to either side, as Haldane does, so that it is finite without any; with its variance by counts.
    private static func missingOdds(_ evidence: RowEvidence) -> (value: Double, variance: Double) {
        let rows = max(evidence.effectiveSize, 1)
        let (without, with) = (rows * evidence.missingRate + 0.5, rows * (1 - evidence.missingRate) + 0.5)
        return (Double.log(without / with), 1 / without + 1 / with)
    }
}
