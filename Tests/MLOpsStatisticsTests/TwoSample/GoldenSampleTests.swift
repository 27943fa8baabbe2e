import MLOpsStatistics
import Testing

/// Two-sample statistics on raw values beside scipy.
@Suite struct `Golden samples` {
    @Test func `agree to 1e-12, and p to 1e-6 down to 1e-14`() throws {
        var agreement = Agreement()
        let corpus = try GoldenCorpus("samples")
        for golden in corpus.cases {
            let pair = try Pair(golden.inputs)
            for (name, answer) in golden.answers {
                let isP = name.hasSuffix("P") || name.hasPrefix("ks") && name != "ks" || name.hasSuffix("Exact")
                agreement.expect(
                    name, pair.value(name), equals: answer, within: isP ? 1e-6 : 1e-12,
                    below: isP ? 1e-14 : pair.scale(of: name), in: golden.description)
            }
        }
        #expect(agreement.compared > 5000)
        Report.print("samples", agreement)
    }

    private struct Pair {
        let reference: [Double]
        let current: [Double]
        let samples: PairedSamples

        init(_ recipes: [String]) throws {
            reference = try GoldenSample.values(recipes[0]).sorted()
            current = try GoldenSample.values(recipes[1]).sorted()
            samples = PairedSamples(sortedReference: reference, sortedCurrent: current)
        }

        var table: CountTable { samples.table }

        // Differences of nearly equal numbers are compared on the scale of what is subtracted: there scipy's are rounded.
        func scale(of name: String) -> Double {
            switch name {
            case "welch", "brownForsythe", "andersonDarling": 1
            default: 1e-300
            }
        }

        func value(_ name: String) -> Double? {
            switch name {
            case "ks": KolmogorovSmirnov.distance(table)?.value
            case "ksAsymptotic": KolmogorovSmirnov.test(table, method: .asymptotic)?.p
            case "ksOneSample": KolmogorovSmirnov.test(table, method: .oneSample)?.p
            case "ksExact": KolmogorovSmirnov.test(table, method: .exact)?.p
            case "mannWhitney": MannWhitney(table)?.statistic
            case "mannWhitneyP": MannWhitney(table)?.test.p
            case "mannWhitneyExact": MannWhitney(table)?.exactTest?.p
            case "cramerVonMises": CramerVonMises.test(table)?.statistic
            case "cramerVonMisesP": CramerVonMises.test(table)?.p
            case "andersonDarling": AndersonDarling.test(table)?.statistic
            case "andersonDarlingP": AndersonDarling.test(table)?.p
            default: moment(name)
            }
        }

        private func moment(_ name: String) -> Double? {
            switch name {
            case "wasserstein": Wasserstein.distance(table, positions: samples.values)
            case "energy": Energy.distance(table, positions: samples.values)
            case "welch": welch?.statistic
            case "welchP": welch?.p
            case "welchFreedom": welch?.degreesOfFreedom
            case "brownForsythe": spread?.statistic
            case "brownForsytheP": spread?.p
            default: nil
            }
        }

        private var welch: TestResult? { Welch.test(reference: reference, current: current) }
        private var spread: TestResult? { BrownForsythe.test(sortedReference: reference, sortedCurrent: current) }
    }
}
