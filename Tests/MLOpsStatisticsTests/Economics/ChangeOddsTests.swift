import Testing

@testable import MLOpsStatistics

@Suite struct `The odds of a change` {
    private static func probability(
        _ deviations: [Double], windows: Double = 50, freedom: Double = .infinity
    ) -> Double {
        var odds = ChangeOdds(windows: windows)
        for deviation in deviations { odds.add(deviation: deviation, degreesOfFreedom: freedom) }
        return odds.probability
    }

    // Means of scipy 1.17's norm.pdf(z, scale=√(1 + s²)) / norm.pdf(z), s = 1, 2, 4, 8; of t.pdf with degrees of freedom.
    @Test(arguments: [
        (0.5, Double.infinity, 0.41501348218680084), (2, .infinity, 1.65477767772998),
        (3, .infinity, 12.562334265118746), (5, .infinity, 17218.717083117343), (4, 5, 7.289648573577736),
        (3, 10, 4.856713592633982),
    ])
    func `are those of densities`(deviation: Double, freedom: Double, factor: Double) {
        let odds = factor / 50
        #expect(abs(Self.probability([deviation], freedom: freedom) / (odds / (1 + odds)) - 1) < 1e-12)
    }

    @Test func `add up over the places where it may have been`() {
        let odds = [1.65477767772998 / 50, 12.562334265118746 / 50]
        #expect(abs(Self.probability([2, 3]) - (odds[0] + odds[1]) / (1 + odds[0] + odds[1])) < 1e-12)
        // For better as likely as for worse.
        #expect(abs(Self.probability([2, -3]) - odds[0] / (1 + odds[0] + odds[1])) < 1e-12)
        #expect(Self.probability([3], windows: 5) > Self.probability([3], windows: 500))
        #expect(Self.probability([3], windows: 0) == Self.probability([3], windows: 1))
    }

    @Test func `are none where nothing is worse, and certain where all is`() {
        #expect(Self.probability([]) == 0)
        #expect(Self.probability([0, -8, -.infinity, .nan]) == 0)
        #expect(Self.probability([.infinity]) == 1 && Self.probability([1e300], freedom: 5) > 0.99)
        #expect(Self.probability([-1e300, 3]) < 1e-12)
    }
}
