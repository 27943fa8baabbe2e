import MLOpsStatistics
import Testing

@Suite struct `Numbers sorted by their digits` {
    @Test(arguments: [0, 1, 2, 511, 512, 513, 20_000])
    func `are in the order that comparing gives`(count: Int) {
        var random = Xoshiro256StarStar(seed: UInt64(count))
        let kinds: [(inout Xoshiro256StarStar) -> Double] = [
            { $0.normal() }, { ($0.normal() * 3).rounded() + 0 }, { $0.uniform() * 1e-300 },
            { $0.normal() * 1e300 }, { $0.uniform() < 0.5 ? .infinity : -.infinity },
            { $0.uniform() < 0.5 ? .leastNonzeroMagnitude : -.leastNonzeroMagnitude }, { _ in 7 },
        ]
        for kind in kinds {
            let values = (0..<count).map { _ in kind(&random) }
            #expect(values.sortedAscending() == values.sorted())
        }
        let mixed = (0..<count).map { kinds[$0 % kinds.count](&random) }
        #expect(mixed.sortedAscending() == mixed.sorted())
    }

    @Test(arguments: [4, 2000]) func `have −0 before 0, whatever their order was`(count: Int) {
        let zeros = (0..<count).map { index -> Double in index.isMultiple(of: 2) ? 0 : -0.0 }
        let signs = zeros.sortedAscending().map(\.sign)
        let half = count / 2
        #expect(signs.prefix(half).allSatisfy { $0 == .minus })
        #expect(signs.suffix(half).allSatisfy { $0 == .plus })
    }
}
