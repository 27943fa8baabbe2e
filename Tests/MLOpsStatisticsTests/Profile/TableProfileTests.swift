import MLOpsStatistics
import Testing

/// What must hold for the profiles of whole tables (STATISTICS 6.5, G10).
@Suite struct `Profiles of tables` {
    private static let seeds: [UInt64] = Array(1...6)
    private static let reference = TableFixture(rows: 4000, seed: 99).reference

    @Test func `count every row of every kind of column`() throws {
        let table = TableFixture(rows: 3000, seed: 5)
        let nulls = table.states.count { $0 == 1 }
        let invalid = table.states.count { $0 == 2 }
        for (summary, profile) in zip(table.summaries(), table.profile(on: Self.reference.emptyWindow).columns) {
            #expect((summary.rows, summary.nulls) == (3000, nulls))
            #expect((profile.rows, profile.nulls) == (3000, nulls))
        }
        guard case .category(let flags) = table.profile(on: Self.reference.emptyWindow).columns[2] else { return }
        #expect(flags.invalid == invalid)
        let set = zip(table.booleans, table.states).count { $0 == 1 && $1 == 0 }
        #expect((0..<flags.cells.listed).map(flags.cells.name) == ["false", "true"])
        #expect(flags.counts[1] == set)
    }

    @Test func `count values of the wrong kind as invalid, never as a value`() {
        let table = TableFixture(rows: 500, seed: 6)
        var window = Self.reference.emptyWindow
        var summary = table.summaries()
        table.withColumns(Array(0..<500)) { column, values, states in
            window.withColumn(3 - column) { $0.add(values, states: states) }
            summary[3 - column].add(values, states: states, firstRow: 500)
        }
        for (profile, summary) in zip(window.columns, summary) {
            #expect((profile.rows, summary.rows) == (500, 1000))
        }
        let verdict = DatasetComparison(reference: Self.reference, current: window)
        #expect(verdict.isDrifted == true)
        #expect(verdict.columns.allSatisfy { $0.comparison.status == .allNull })
    }

    @Test(arguments: seeds) func `are the same bytes for any order of rows and any split into batches`(seed: UInt64) {
        let table = TableFixture(rows: 1500, seed: seed)
        let whole = table.profile(on: Self.reference.emptyWindow, batch: 1500)
        var random = Xoshiro256StarStar(seed: seed)
        var rows = Array(0..<table.count)
        for index in rows.indices { rows.swapAt(index, index + random.below(rows.count - index)) }
        for batch in [1, 7, 512, 513] {
            let other = table.profile(rows, on: Self.reference.emptyWindow, batch: batch)
            #expect(other == whole)
            #expect(other.encoded == whole.encoded)
        }
    }

    @Test(arguments: seeds) func `merging is associative and commutative, and bytes merge like profiles`(seed: UInt64)
        throws
    {
        let parts = (0..<3).map {
            TableFixture(rows: 400, seed: seed * 10 + $0).profile(on: Self.reference.emptyWindow)
        }
        func sum(_ a: WindowProfile, _ b: WindowProfile) -> WindowProfile {
            var sum = a
            sum.merge(b)
            return sum
        }
        let left = sum(sum(parts[0], parts[1]), parts[2])
        #expect(left == sum(parts[0], sum(parts[1], parts[2])))
        #expect(left == sum(parts[2], sum(parts[1], parts[0])))
        var decoded = Self.reference.emptyWindow
        for part in parts { try decoded.merge(encoded: part.encoded) }
        #expect(decoded == left)
        #expect(decoded.encoded == left.encoded)
    }

    @Test(arguments: seeds) func `subtracting undoes adding, and nothing is left of all`(seed: UInt64) {
        let first = TableFixture(rows: 600, seed: seed).profile(on: Self.reference.emptyWindow)
        let second = TableFixture(rows: 300, seed: seed + 50).profile(on: Self.reference.emptyWindow)
        var sum = first
        sum.merge(second)
        sum.subtract(first)
        #expect(sum == second)
        #expect(sum.encoded == second.encoded)
        sum.subtract(second)
        #expect(sum == Self.reference.emptyWindow)
    }

    @Test(arguments: seeds) func `identical data has distance 0 and p 1 in every column`(seed: UInt64) throws {
        let table = TableFixture(rows: 2000, seed: seed)
        let reference = table.reference
        let verdict = DatasetComparison(reference: reference, current: table.profile(on: reference.emptyWindow))
        #expect(verdict.isDrifted == false)
        for column in verdict.columns {
            let comparison = column.comparison
            #expect(comparison.p == 1)
            let figures = [
                comparison.stabilityIndex, comparison.jensenShannon, comparison.hellinger, comparison.totalVariation,
                comparison.lInfinity, comparison.chiSquared?.statistic,
            ]
            #expect(figures.allSatisfy { $0 == 0 })
            if let ranks = comparison.ranks {
                #expect(ranks.wasserstein == 0 && ranks.energy == 0 && ranks.kolmogorovSmirnov?.statistic == 0)
                #expect(ranks.areaUnderCurve == 0.5 && ranks.mannWhitney?.p == 1)
            }
        }
    }

    @Test(arguments: seeds) func `a window on a merged reference gives the same p as on one that was read whole`(
        seed: UInt64
    ) throws {
        let table = TableFixture(rows: 3000, seed: seed)
        let whole = table.reference
        var pinned = whole.emptyWindow
        for start in [2000, 0, 1000] { pinned.merge(table.profile(Array(start..<start + 1000), on: whole.emptyWindow)) }
        let again = ReferenceProfile(names: TableFixture.names, window: pinned)
        #expect(again == whole)
        #expect(again.fingerprint == whole.fingerprint)
    }
}
