/// How large a shift must be to matter, whatever its significance.
package struct EffectGate: Sendable, Equatable, Codable {
    /// Population stability index.
    package var stabilityIndex: Double
    /// Kolmogorov-Smirnov distance.
    package var distance: Double
    /// Change of the share of rows without a value.
    package var missingRate: Double

    package init(stabilityIndex: Double = 0.05, distance: Double = 0.05, missingRate: Double = 0.01) {
        self.stabilityIndex = stabilityIndex
        self.distance = distance
        self.missingRate = missingRate
    }

    // Probability that an effect lies on the other side of its bound.
    private static let error = 0.05

    /// Whether the effect surely matters: a lower bound of one of its measures reaches its limit.
    package func surelyPasses(_ evidence: RowEvidence) -> Bool {
        let margin = Margins(evidence)
        return square(max(0, evidence.stabilityIndex.squareRoot() - margin.stabilityRoot)) >= stabilityIndex
            || (evidence.kolmogorovSmirnov?.statistic ?? 0) - margin.distance >= distance
            || abs(evidence.missingShift) - margin.rate >= missingRate
    }

    /// Whether the effect surely does not matter: an upper bound of each of its measures stays below its limit.
    ///
    /// A monitor of small windows asks this, because no window of 500 rows could ever prove that 0.2 σ matters, though
    /// many together show that it is there.
    package func surelyFails(_ evidence: RowEvidence) -> Bool {
        let margin = Margins(evidence)
        return square(evidence.stabilityIndex.squareRoot() + margin.stabilityRoot) < stabilityIndex
            && (evidence.kolmogorovSmirnov?.statistic ?? 0) + margin.distance < distance
            && abs(evidence.missingShift) + margin.rate < missingRate
    }

    private func square(_ x: Double) -> Double { x * x }

    private struct Margins {
        let stabilityRoot: Double
        let distance: Double
        let rate: Double

        init(_ evidence: RowEvidence) {
            let size = max(evidence.effectiveSize, 1e-9)
            let freedom = Double(max(1, evidence.cells - 1))
            stabilityRoot = (ChiSquared(degreesOfFreedom: freedom).upperQuantile(EffectGate.error) / size).squareRoot()
            // The 5 % point of Kolmogorov's distribution, and of the normal one for a rate near a few per cent.
            distance = 1.3581015157406195 / size.squareRoot()
            rate = 1.6448536269514722 * (0.05 / size).squareRoot()
        }
    }
}
