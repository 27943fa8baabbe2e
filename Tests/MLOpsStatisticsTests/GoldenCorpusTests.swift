import Testing

@Suite struct `Golden corpus` {
    @Test func `has at least 2,000 cases, and every statistic in twenty of them or more`() throws {
        let parts = try ["tables", "samples", "special", "detectors"].map { try GoldenCorpus($0).cases }
        #expect(parts.map(\.count).reduce(0, +) >= 2000)
        var occurrences: [String: Int] = [:]
        for golden in parts.dropLast().joined() {
            for answer in golden.answers { occurrences[answer.name, default: 0] += 1 }
        }
        for golden in parts[3] {
            // A detector's name stands before its parameters.
            occurrences[String(golden.inputs[0].prefix { $0 != ":" }), default: 0] += 1
        }
        let statistics = [
            "chiSquared", "chiSquaredP", "likelihoodRatio", "likelihoodRatioP", "psi", "jensenShannon", "hellinger",
            "totalVariation", "lInfinity", "cramersV", "ks", "ksExact", "ksAsymptotic", "wasserstein", "energy",
            "cramerVonMises", "cramerVonMisesP", "mannWhitney", "mannWhitneyP", "andersonDarling", "andersonDarlingP",
            "welch", "welchP", "brownForsythe", "adwin", "pageHinkley", "ddm", "hddmA",
            "kswin",
        ]
        for name in statistics { #expect(occurrences[name, default: 0] >= 20, "\(name): \(occurrences[name] ?? 0)") }
    }
}
