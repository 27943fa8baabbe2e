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

    @Test func `counts beyond any table are refused, and the largest that are not compare without a trap`() throws {
        for column in Self.reference.columns {
            let most = try Self.largest(column.profile)
            for (a, b) in [(column.profile, most), (most, column.profile), (most, most)] {
                let comparison = ColumnComparison(reference: a, current: b)
                #expect(comparison.p.map { (0...1).contains($0) } ?? true)
                #expect(comparison.stabilityIndex?.isFinite ?? true)
            }
            var monitor = DriftMonitor(
                reference: ReferenceProfile(columns: [column]),
                settings: DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 365), columns: []))
            #expect(!monitor.observe(WindowProfile(columns: [most])).logStatistic.isNaN)
        }
    }

    // Adds ever larger windows until one more is refused.
    private static func largest(_ profile: ColumnProfile) throws -> ColumnProfile {
        var (largest, sum) = (profile, profile)
        for _ in 0..<200 {
            do {
                try sum.merge(encoded: enormous(profile))
                largest = sum
            } catch { return largest }
        }
        Issue.record("no limit was met")
        return largest
    }

    private static func enormous(_ profile: ColumnProfile) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: 1)
        switch profile {
        case .numeric(let numeric):
            writer.write(byte: 0)
            for _ in 0..<5 { writer.write(1 << 34) }
            for cell in 0..<numeric.cells.count {
                writer.write(cell % 16 == 3 ? 1 << 34 : 0)
                if cell % 16 == 3, !numeric.cells.isAtom(cell) { writer.write(1 << 50) }
            }
            for _ in 0..<2 { writer.write(0) }
        case .category(let category):
            writer.write(byte: 1)
            for _ in 0..<2 { writer.write(1 << 35) }
            writer.write(category.counts.count)
            for _ in category.counts {
                writer.write(0)
                writer.write(1 << 35)
            }
        }
        return writer.bytes
    }
}
