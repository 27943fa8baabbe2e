import MLOpsStatistics
import Testing

/// Bytes that nobody wrote are refused, never a crash.
@Suite struct `Hostile bytes` {
    private static let reference: ReferenceProfile = {
        var random = Xoshiro256StarStar(seed: 1)
        let values = (0..<500).map { _ in random.normal() }
        var numeric = NumericProfile(cells: NumericCells(fittingSorted: values.sorted()))
        numeric.add(values + [.nan, 1e12])
        var category = CategoryProfile(cells: CategoryCells(categories: ["a", "b"].map { Array($0.utf8) }))
        category.add(["a", "b", "b", nil])
        return ReferenceProfile(columns: [
            .init(name: "x", profile: .numeric(numeric)), .init(name: "c", profile: .category(category)),
        ])
    }()

    @Test func `a reference comes back from its bytes`() throws {
        let decoded = try ReferenceProfile(encoded: Self.reference.encoded)
        #expect(decoded == Self.reference)
        #expect(decoded.fingerprint == Self.reference.fingerprint)
    }

    @Test func `every truncation is refused`() {
        let bytes = Self.reference.encoded
        for count in 0..<bytes.count {
            #expect(throws: MalformedProfile.self) { try ReferenceProfile(encoded: Array(bytes[..<count])) }
        }
        #expect(throws: MalformedProfile.self) { try ReferenceProfile(encoded: bytes + [0]) }
    }

    @Test func `changed bytes are refused or give a profile that compares`() {
        var random = Xoshiro256StarStar(seed: 2)
        let window = WindowProfile(columns: Self.reference.columns.map(\.profile)).encoded
        var refused = 0
        for _ in 0..<3000 {
            var bytes = window
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            var decoded = Self.reference.emptyWindow
            do {
                try decoded.merge(encoded: bytes)
                for (column, reference) in zip(decoded.columns, Self.reference.columns) {
                    let comparison = ColumnComparison(reference: reference.profile, current: column)
                    #expect(comparison.p.map { (0...1).contains($0) } ?? true)
                }
            } catch { refused += 1 }
        }
        #expect(refused > 100)
    }
}
