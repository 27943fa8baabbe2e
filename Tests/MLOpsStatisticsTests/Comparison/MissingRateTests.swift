@testable import MLOpsStatistics
import Testing

@Suite struct `A rate of missing values` {
    private static func profile(_ values: Int, missing: Int) -> CategoryProfile {
        var profile = CategoryProfile(cells: CategoryCells(categories: [Array("a".utf8)]))
        profile.add([String?](repeating: "a", count: values) + [String?](repeating: nil, count: missing))
        return profile
    }

    /// Normal approximations call six of fifty a thousand times rarer than they are.
    @Test(arguments: [3, 6, 9]) func `is judged exactly in a small window, however large the reference`(missing: Int) {
        let reference = Self.profile(98_000, missing: 2000)
        let window = Self.profile(50 - missing, missing: missing)
        let p = RowEvidence.between(.category(reference), .category(window)).evidence?.p ?? 0
        // One of two tests that apply, with a quarter of the weight.
        let exact = min(1, 4 * Binomial(trials: 50, probability: 0.02).atLeast(missing))
        #expect(abs(p / exact - 1) < 0.02, "\(p) \(exact)")
    }
}
