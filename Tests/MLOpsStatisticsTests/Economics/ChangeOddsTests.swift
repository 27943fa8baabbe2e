import Testing

@testable import MLOpsStatistics

@Suite struct `The odds of a change` {
    private static func probability(_ deviations: [Double], windows: Double = 50, freedom: Double = .infinity) -> Double
    {
        var odds = ChangeOdds(windows: windows)
        for deviation in deviations { odds.add(deviation: deviation, degreesOfFreedom: freedom) }
        return odds.probability
    }

    @Test func `are Shiryaev's, with the bound of Berger and Sellke`() {
        // Their Table 6 for normal distributions: 0.05 by z = 1.960 is odds of 1 to 2.11, 0.001 by 3.291 of 1 to 41.6 at most.
        for (z, bound) in [(1.96, 1 / 0.473), (2.576, 1 / 0.154), (3.291, 1 / 0.024)] {
            let odds = bound / 50
            #expect(abs(Self.probability([z]) / (odds / (1 + odds)) - 1) < 0.02, "\(z)")
        }
        // e^1.5 and e^4.
        let (first, second) = (4.4816890703380645 / 2 / 50, 54.598150033144236 / 3 / 50)
        #expect(abs(Self.probability([2, 3]) - (first + second) / (1 + first + second)) < 1e-12)
    }

    @Test func `are none where nothing is worse, and are the less the more places speak against it`() {
        #expect(Self.probability([]) == 0)
        #expect(Self.probability([1, 0, -8, .nan]) == 0)
        #expect(Self.probability([3, 0, 0, 0]) < Self.probability([3]))
        #expect(Self.probability([.infinity]) == 1 && Self.probability([1e300], freedom: 5) > 0.999)
    }

    @Test func `are less for an error that is estimated, and the same for one that is known well`() {
        #expect(Self.probability([4], freedom: 5) < Self.probability([4]) / 5)
        #expect(abs(Self.probability([4], freedom: 1e7) - Self.probability([4])) < 1e-5)
        // Student's density at z for a scale of 1 and of z, in twice 5 degrees: ((1 + 16/5)/(1 + 1/5))³/4.
        let odds = 3.5 * 3.5 * 3.5 / 4 / 50
        #expect(abs(Self.probability([4], freedom: 5) - odds / (1 + odds)) < 1e-12)
    }

    @Test func `are the better the sooner models usually end`() {
        #expect(Self.probability([3], windows: 5) > Self.probability([3], windows: 500))
        #expect(Self.probability([3], windows: 0) == Self.probability([3], windows: 1))
    }
}
