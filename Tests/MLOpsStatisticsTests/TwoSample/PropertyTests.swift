import MLOpsStatistics
import Testing

/// What must hold for any data (STATISTICS 6.5).
@Suite struct `Properties of two-sample statistics` {
    private static let seeds: [UInt64] = Array(1...20)

    @Test(arguments: seeds) func `identical data gives distance 0 and p 1`(seed: UInt64) {
        let values = sample(seed, 200)
        let same = PairedSamples(reference: values, current: values)
        for distance in distances(same.table) + [Wasserstein.distance(same.table, positions: same.values) ?? 1] {
            #expect(distance == 0)
        }
        for p in probabilities(same.table) { #expect(p == 1) }
    }

    @Test(arguments: seeds) func `p lies in 0 to 1`(seed: UInt64) {
        let pair = PairedSamples(reference: sample(seed, 40), current: sample(seed + 100, 70).map { $0 + 1 })
        for p in probabilities(pair.table) { #expect((0...1).contains(p)) }
    }

    @Test(arguments: seeds) func `distances are symmetric`(seed: UInt64) {
        let (a, b) = (sample(seed, 50), sample(seed + 100, 80))
        let (forth, back) = (PairedSamples(reference: a, current: b), PairedSamples(reference: b, current: a))
        for (x, y) in zip(distances(forth.table), distances(back.table)) { #expect(abs(x - y) <= 1e-13 * max(x, y)) }
    }

    @Test(arguments: seeds) func `metrics keep the triangle inequality`(seed: UInt64) {
        let rows = (0..<3).map { counts(seed + 50 * $0) }
        func metrics(_ i: Int, _ j: Int) -> [Double] {
            let table = CountTable(reference: rows[i], current: rows[j])
            return [
                Divergences.jensenShannonDistance(table), Divergences.hellingerDistance(table),
                Divergences.totalVariation(table), Divergences.lInfinity(table)?.distance,
                KolmogorovSmirnov.distance(table)?.value,
                Wasserstein.distance(table, positions: rows[0].indices.map(Double.init)),
            ].compactMap { $0 }
        }
        for ((direct, first), second) in zip(zip(metrics(0, 2), metrics(0, 1)), metrics(1, 2)) {
            #expect(direct <= first + second + 1e-12)
        }
    }

    @Test(arguments: seeds) func `ranks do not see a monotone transformation`(seed: UInt64) {
        let (a, b) = (sample(seed, 60), sample(seed + 100, 40))
        let plain = PairedSamples(reference: a, current: b).table
        let bent = PairedSamples(reference: a.map { $0 * $0 * $0 }, current: b.map { $0 * $0 * $0 }).table
        #expect(plain == bent)
    }

    @Test(arguments: seeds) func `cells fitted after a monotone transformation count the same`(seed: UInt64) {
        let (a, b) = (sample(seed, 500), sample(seed + 100, 400))
        let (plain, bent) = (table(a, b), table(a.map { $0 * 4 }, b.map { $0 * 4 }))
        let (first, second) = (ChiSquaredHomogeneity.test(plain), ChiSquaredHomogeneity.test(bent))
        #expect(first == second)
    }

    @Test(arguments: seeds) func `Wasserstein scales with the values, and a shift is its own distance`(seed: UInt64)
        throws
    {
        let (a, b) = (sample(seed, 60), sample(seed + 100, 40))
        let plain = try #require(distance(a, b))
        #expect(abs(try #require(distance(a.map { 8 * $0 }, b.map { 8 * $0 })) - 8 * plain) < 1e-12 * plain)
        #expect(abs(try #require(distance(a, a.map { $0 + 3 })) - 3) < 1e-12)
    }

    @Test(arguments: seeds) func `the order of values does not matter`(seed: UInt64) {
        let (a, b) = (sample(seed, 60), sample(seed + 100, 40))
        #expect(
            PairedSamples(reference: a, current: b) == PairedSamples(reference: a.reversed(), current: b.reversed()))
    }

    @Test func `the bound for cells is the Kolmogorov distribution in the limit of many, and exact for two`() {
        let even = (1..<200).map { Double($0) / 200 }
        let ratio = GridKolmogorovSmirnov.upper(1.628, ends: even) / 0.01
        #expect((0.9...1.8).contains(ratio), "\(ratio)")
        #expect(abs(GridKolmogorovSmirnov.upper(1, ends: [0.5]) - Normal.twoSided(2)) < 1e-15)
    }

    private func distances(_ table: CountTable) -> [Double] {
        [
            Divergences.populationStabilityIndex(table), Divergences.jensenShannonDistance(table),
            Divergences.hellingerDistance(table), Divergences.totalVariation(table),
            Divergences.lInfinity(table)?.distance, KolmogorovSmirnov.distance(table)?.value,
            ChiSquaredHomogeneity.test(table)?.statistic,
        ].compactMap { $0 }
    }

    private func probabilities(_ table: CountTable) -> [Double] {
        [
            ChiSquaredHomogeneity.test(table)?.p, LikelihoodRatio.test(table)?.p, KolmogorovSmirnov.test(table)?.p,
            GridKolmogorovSmirnov.test(table)?.p, MannWhitney(table)?.test.p, CramerVonMises.test(table)?.p,
        ].compactMap { $0 }
    }

    private func sample(_ seed: UInt64, _ count: Int) -> [Double] {
        var random = Xoshiro256StarStar(seed: seed)
        return (0..<count).map { _ in (random.normal() * 16).rounded() / 16 }
    }

    private func counts(_ seed: UInt64) -> [Int] {
        var random = Xoshiro256StarStar(seed: seed)
        return (0..<12).map { _ in random.below(60) }
    }

    private func table(_ a: [Double], _ b: [Double]) -> CountTable {
        let cells = NumericCells(fittingSorted: a.sorted())
        var (left, right) = (NumericProfile(cells: cells), NumericProfile(cells: cells))
        left.add(a)
        right.add(b)
        return CountTable(reference: left.counts, current: right.counts)
    }

    private func distance(_ a: [Double], _ b: [Double]) -> Double? {
        let pair = PairedSamples(reference: a, current: b)
        return Wasserstein.distance(pair.table, positions: pair.values)
    }
}
