import MLOpsStatistics
import Testing

/// Special functions and distributions beside mpmath.
@Suite struct `Golden special functions` {
    @Test func `agree with mpmath to 1e-12, and tails and inverses to 1e-11`() throws {
        var agreement = Agreement()
        for golden in try GoldenCorpus("special").cases {
            let name = golden.inputs[0]
            let arguments = golden.inputs[1].split(separator: ",").compactMap { Double($0) }
            for (_, answer) in golden.answers {
                agreement.expect(
                    name, value(name, arguments), equals: answer, within: tolerance(name), in: golden.description)
            }
        }
        #expect(agreement.compared > 300)
        Report.print("special functions", agreement)
    }

    private func tolerance(_ name: String) -> Double {
        switch name {
        // The answers are scipy's own, whose expansion is good to about ten digits.
        case "oneSampleKolmogorovUpper": 1e-9
        case "normalUpper", "kolmogorovUpper", "binomialDensity": 1e-12
        default: 1e-11
        }
    }

    private func value(_ name: String, _ a: [Double]) -> Double? {
        switch name {
        case "gammaUpper": IncompleteGamma.upper(a[0], a[1])
        case "gammaLower": IncompleteGamma.lower(a[0], a[1])
        case "gammaInverseUpper": IncompleteGamma.inverseUpper(a[0], a[1])
        case "betaLower": IncompleteBeta.lower(a[0], a[1], x: a[2], y: 1 - a[2])
        case "normalUpper": Normal.upper(a[0])
        case "normalUpperQuantile": Normal.upperQuantile(a[0])
        case "tTwoSided": StudentT(degreesOfFreedom: a[1]).twoSided(a[0])
        case "fUpper": FisherF(numerator: a[1], denominator: a[2]).upper(a[0])
        case "kolmogorovUpper": Kolmogorov.upper(a[0])
        case "cramerVonMisesUpper": CramerVonMisesLimit.upper(a[0])
        case "oneSampleKolmogorovUpper": OneSampleKolmogorov.upper(a[0], sampleSize: Int(a[1]))
        default: counted(name, a)
        }
    }

    private func counted(_ name: String, _ a: [Double]) -> Double? {
        switch name {
        case "binomialAtLeast": Binomial(trials: Int(a[0]), probability: a[1]).atLeast(Int(a[2]))
        case "binomialDensity": Binomial(trials: Int(a[0]), probability: a[1]).density(Int(a[2]))
        case "hypergeometricAtLeast": hypergeometric(a).atLeast(Int(a[3]))
        case "hypergeometricAtMost": hypergeometric(a).atMost(Int(a[3]))
        case "proportionUpper": Proportion(events: Int(a[0]), trials: Int(a[1])).upperBound(error: a[2])
        case "proportionLower": Proportion(events: Int(a[0]), trials: Int(a[1])).lowerBound(error: a[2])
        default: nil
        }
    }

    private func hypergeometric(_ a: [Double]) -> Hypergeometric {
        Hypergeometric(population: Int(a[0]), marked: Int(a[1]), drawn: Int(a[2]))
    }
}
