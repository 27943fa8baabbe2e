import MLOpsStatistics
import Testing

@Suite("Harmonic numbers") struct HarmonicNumberTests {
    @Test func `the expansion continues the sum to the last bits`() {
        var (first, second) = (NeumaierSum(), NeumaierSum())
        for n in 1...20_000 {
            first.add(1 / Double(n))
            second.add(1 / (Double(n) * Double(n)))
            #expect(abs(HarmonicNumber.first(n) / first.value - 1) < 4e-16, "H(\(n))")
            #expect(abs(HarmonicNumber.second(n) / second.value - 1) < 4e-16, "H2(\(n))")
        }
    }

    // mpmath 1.4: harmonic(n), zeta(2) − zeta(2, n + 1).
    private static let large: [(n: Int, first: Double, second: Double)] = [
        (257, 6.128236013400938, 1.6410505765833252),
        (1_999_999, 15.085873153425732, 1.6449335668481015),
        (4_194_305, 15.826453994848137, 1.6449338284297326),
        (1_000_000_000_000, 28.208236780830582, 1.6449340668472265),
    ]

    @Test func `agree with mpmath for large n`() {
        for (n, first, second) in Self.large {
            #expect(abs(HarmonicNumber.first(n) / first - 1) < 4e-16, "H(\(n))")
            #expect(abs(HarmonicNumber.second(n) / second - 1) < 4e-16, "H2(\(n))")
        }
    }

    @Test func `there are none below one`() {
        #expect(HarmonicNumber.first(0) == 0 && HarmonicNumber.second(0) == 0)
        #expect(HarmonicNumber.first(.min) == 0 && HarmonicNumber.second(.min) == 0)
    }
}
