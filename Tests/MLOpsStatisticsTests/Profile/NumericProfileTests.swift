import MLOpsStatistics
import Testing

@Suite struct `Numeric profiles` {
    @Test func `hold each value in the cell that ends at or above it`() throws {
        let cells = try #require(NumericCells(boundaries: [0, 1, 5]))
        #expect([-1, 0, 0.5, 1, 5, 5.1].map(cells.cell(of:)) == [0, 0, 1, 1, 2, 3])
    }

    @Test func `find every cell as a plain search does`() {
        var random = Xoshiro256StarStar(seed: 3)
        for count in [1, 6, 7, 8, 40, 63, 64, 127] {
            let boundaries = Set((0..<count).map { _ in random.normal() }).sorted()
            guard let cells = NumericCells(boundaries: boundaries) else { return #expect(Bool(false)) }
            for value in boundaries + boundaries.map(\.nextUp) + [-1e308, 1e308, 0] {
                #expect(cells.cell(of: value) == boundaries.filter { $0 < value }.count)
            }
        }
    }

    @Test func `are fitted with equal mass, frequent values alone, and room beyond the extremes`() throws {
        var random = Xoshiro256StarStar(seed: 4)
        let values = (0..<20_000).map { _ in random.uniform() < 0.3 ? 0 : random.normal() }
        let cells = NumericCells(fittingSorted: values.sorted())
        var profile = NumericProfile(cells: cells)
        profile.add(values)
        let atom = cells.cell(of: 0)
        #expect(cells.isAtom(atom))
        #expect(profile.counts[atom] == values.filter { $0 == 0 }.count)
        #expect(profile.counts.enumerated().allSatisfy { $0 == atom || $1 < 2 * values.count / 32 })
        #expect(profile.counts[0] == 0 && profile.counts[cells.count - 1] == 0)
        #expect(cells.count < 64)
    }

    @Test func `give identical bits for any split, order and path of merging`() {
        let (cells, values) = example()
        let whole = profile(cells, values)
        var random = Xoshiro256StarStar(seed: 5)
        for _ in 0..<5 {
            var parts: [NumericProfile] = []
            var rest = values[...]
            while !rest.isEmpty {
                let count = min(rest.count, 1 + random.below(3000))
                parts.append(profile(cells, Array(rest.prefix(count).reversed())))
                rest = rest.dropFirst(count)
            }
            while parts.count > 1 {
                let other = parts.remove(at: random.below(parts.count))
                parts[random.below(parts.count)].merge(other)
            }
            #expect(parts[0] == whole)
            #expect(ColumnProfile.numeric(parts[0]).encoded == ColumnProfile.numeric(whole).encoded)
        }
    }

    /// Of each distribution a reference, and values that have left it.
    private static let distributions: [@Sendable (inout Xoshiro256StarStar) -> Double] = [
        { $0.normal() }, { 1e300 * $0.normal() }, { 1e-300 * $0.normal() }, { Double($0.below(30)) },
        { 1 / ($0.uniform() + 1e-9) }, { $0.uniform() < 0.5 ? 0 : $0.normal() }, { 1e15 + Double($0.below(9)) },
        { 1e9 + $0.uniform() },
        { $0.uniform() < 0.99 ? 1e-9 * $0.uniform() : 1e9 * $0.uniform() }, { _ in 3.25 },
        { $0.uniform() < 0.5 ? -Double.greatestFiniteMagnitude : Double.greatestFiniteMagnitude },
    ]

    @Test(arguments: distributions.indices)
    func `count every value in the cell that a plain search finds`(distribution: Int) {
        var random = Xoshiro256StarStar(seed: 10)
        let draw = Self.distributions[distribution]
        let reference = (0..<3000).map { _ in draw(&random) }
        let cells = NumericCells(fittingSorted: reference.sorted())
        var values = (0..<3000).map { _ in draw(&random) * 1.3 }.filter(\.isFinite)
        values += cells.boundaries.flatMap { [$0.nextDown, $0, $0.nextUp] }.filter(\.isFinite)
        values += [0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude]
        var counts = [Int](repeating: 0, count: cells.count)
        for value in values { counts[cells.boundaries.count { $0 < value }] += 1 }
        #expect(profile(cells, values).counts == counts)
        var oneByOne = NumericProfile(cells: cells)
        for value in values { oneByOne.add([value]) }
        #expect(profile(cells, values) == oneByOne)
    }

    @Test func `count more values at once than a tally holds`() {
        let (cells, values) = example()
        let many = [Double](repeating: 3, count: 5000) + values
        var profile = NumericProfile(cells: cells)
        many.withUnsafeBufferPointer { profile.count($0) }
        let whole = self.profile(cells, many)
        #expect(profile.counts == whole.counts)
        #expect((1..<cells.count - 1).allSatisfy { profile.mean(of: $0) == whole.mean(of: $0) })
        #expect(profile.counts.reduce(0, +) == many.count)
    }

    @Test func `subtract what was added`() {
        let (cells, values) = example()
        var window = profile(cells, Array(values[..<4000]))
        let before = window
        let added = profile(cells, Array(values[4000...]))
        window.merge(added)
        window.subtract(added)
        #expect(window == before)
        #expect(ColumnProfile.numeric(window).encoded == ColumnProfile.numeric(before).encoded)
    }

    @Test func `count what is not a number apart`() {
        var profile = NumericProfile(cells: NumericCells(fittingSorted: [1, 2, 3]))
        let numbers: [Double] = [.nan, .infinity, -.infinity, 1, 7, 7, -0.0]
        numbers.withUnsafeBufferPointer { numbers in
            [0, 0, 0, 0, 1, 2, 0].withUnsafeBufferPointer { profile.add(numbers: numbers, states: $0) }
        }
        #expect(profile.special.inOrder == [1, 1, 1, 1, 1])
        #expect(profile.moments.count == 2)
        #expect(profile.rows == 7)
    }

    @Test func `know the mean of each cell, also of far outliers`() throws {
        let (cells, values) = example()
        var profile = profile(cells, values)
        profile.add([1e12, 3e12, -5e12])
        let top = try #require(profile.mean(of: cells.count - 1))
        #expect(top == 2e12)
        #expect(profile.mean(of: 0) == -5e12)
        for cell in 1..<cells.count - 1 {
            let inside = values.filter { cells.cell(of: $0) == cell }
            guard let mean = profile.mean(of: cell), !inside.isEmpty else { continue }
            let width = cells.boundaries[cell] - cells.boundaries[cell - 1]
            #expect(abs(mean - inside.reduce(0, +) / Double(inside.count)) <= width * 0x1p-23)
        }
    }

    @Test func `take at most a kilobyte, and come back from their bytes`() throws {
        let (cells, values) = example()
        let column = ColumnProfile.numeric(profile(cells, values + [.nan, 1e12]))
        #expect(column.encoded.count <= 1024)
        var decoded = column.emptied
        try decoded.merge(encoded: column.encoded)
        #expect(decoded == column)
    }

    private func example() -> (NumericCells, [Double]) {
        var random = Xoshiro256StarStar(seed: 6)
        let values = (0..<10_000).map { _ in random.uniform() < 0.2 ? 3 : random.normal() * 100 }
        return (NumericCells(fittingSorted: values.sorted()), values)
    }

    private func profile(_ cells: NumericCells, _ values: [Double]) -> NumericProfile {
        var profile = NumericProfile(cells: cells)
        profile.add(values)
        return profile
    }
}
