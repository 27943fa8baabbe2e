import MLOpsStatistics
import Testing

/// Statistics of count tables beside scipy and mpmath.
@Suite struct `Golden tables` {
    @Test func `agree to 1e-12, and p to 1e-9 down to 1e-300`() throws {
        var agreement = Agreement()
        let corpus = try GoldenCorpus("tables")
        for golden in corpus.cases {
            let table = CountTable(reference: counts(golden.inputs[0]), current: counts(golden.inputs[1]))
            for (name, answer) in golden.answers {
                agreement.expect(
                    name, value(name, table), equals: answer, within: name.hasSuffix("P") ? 1e-9 : 1e-12,
                    below: name.hasSuffix("P") ? 1e-300 : 1e-15, in: golden.description)
            }
        }
        #expect(agreement.compared > 1000)
        Report.print("tables", agreement)
    }

    private func counts(_ text: String) -> [Int] { text.split(separator: ",").compactMap { Int($0) } }

    private func value(_ name: String, _ table: CountTable) -> Double? {
        switch name {
        case "chiSquared": ChiSquaredHomogeneity.test(table)?.statistic
        case "chiSquaredP": ChiSquaredHomogeneity.test(table)?.p
        case "likelihoodRatio": LikelihoodRatio.test(table)?.statistic
        case "likelihoodRatioP": LikelihoodRatio.test(table)?.p
        case "cramersV": CramersV.biasCorrected(table)
        case "psi": Divergences.populationStabilityIndex(table)
        case "jensenShannon": Divergences.jensenShannonDistance(table)
        case "hellinger": Divergences.hellingerDistance(table)
        case "totalVariation": Divergences.totalVariation(table)
        case "lInfinity": Divergences.lInfinity(table)?.distance
        default: nil
        }
    }
}
