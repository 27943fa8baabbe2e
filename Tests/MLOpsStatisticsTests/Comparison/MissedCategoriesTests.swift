import Foundation
@testable import MLOpsStatistics
import Testing

/// What a sample says of categories that another one of the same distribution does not have.
@Suite struct `Categories that a reference missed` {
    private static func profiles(
        _ rows: [(reference: Int, current: Int)], new: Int = 0
    ) -> (reference: CategoryProfile, current: CategoryProfile) {
        let names = rows.indices.map { Array("category \($0)".utf8) }
        let cells = CategoryCells(categories: names)
        var (reference, current) = (CategoryProfile(cells: cells), CategoryProfile(cells: cells))
        for (name, row) in zip(names, rows) {
            name.withUnsafeBufferPointer {
                reference.add(value: $0, count: row.reference)
                current.add(value: $0, count: row.current)
            }
        }
        Array("another".utf8).withUnsafeBufferPointer { current.add(value: $0, count: new) }
        return (reference, current)
    }

    /// A reference of 2,000 rows beside 10,000: categories of 25 rows in both, 5 of them the reference's, and a large one.
    private static func rare(_ count: Int, new: Int = 0) -> (reference: CategoryProfile, current: CategoryProfile) {
        let rows = [(reference: 5, current: 20)]
        return profiles(
            [(reference: 2000 - 5 * count, current: 10_000 - 20 * count - new)]
                + (0..<count).flatMap { _ in rows }, new: new)
    }

    @Test func `are told from new ones where both samples together have enough rows of them`() {
        let (reference, current) = Self.rare(20)
        let missed = MissedCategories(reference, current)
        // (5/6)ᵀ is at most 1e-4 of 22.
        #expect(missed.leastTold(unlisted: 0) == Int((log(22 / 1e-4) / log(6 / 5.0)).rounded(.up)))
        // Where the reference lists no category that it has only three times, more rows are needed.
        let least = missed.leastTold(unlisted: 3)
        let chance = { Binomial(trials: $0, probability: 1 / 6.0).atMost(3) }
        #expect(chance(least) <= 1e-4 / 22 && chance(least - 1) > 1e-4 / 22)
        #expect(MissedCategories(reference, CategoryProfile(cells: reference.cells)).leastTold(unlisted: 0) == 1)
    }

    @Test(arguments: [1, 2, 3, 4, 6]) func `have a chance that the bound holds, and is not far above`(missing: Int) {
        let new = 25 * missing
        let (reference, current) = Self.rare(30 - missing, new: new)
        let bound = MissedCategories(reference, current).chance(rows: new)
        let exact = Binomial(trials: 30, probability: pow(5 / 6.0, 25)).atLeast(missing)
        #expect(bound >= exact, "\(bound) \(exact)")
        #expect(bound <= 4 * exact, "\(bound) \(exact)")
    }

    @Test func `do not explain a new one of many rows`() {
        let (reference, current) = Self.rare(20, new: 400)
        #expect(MissedCategories(reference, current).chance(rows: 400) < 1e-12)
        let evidence = RowEvidence.between(.category(reference), .category(current)).evidence
        #expect((evidence?.p ?? 1) < 1e-10)
    }

    @Test func `are no drift where two samples differ by them alone`() {
        let (reference, current) = Self.rare(28, new: 50)
        let evidence = RowEvidence.between(.category(reference), .category(current)).evidence
        #expect((evidence?.p ?? 0) > 0.05)
    }
}
