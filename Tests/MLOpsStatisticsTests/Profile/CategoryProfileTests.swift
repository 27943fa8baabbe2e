import MLOpsStatistics
import Testing

@Suite struct `Categorical profiles` {
    private let cells = CategoryCells(
        categories: ["red", "green", "", "a category of many bytes"].map { Array($0.utf8) })

    @Test func `count each category, and what the reference does not have`() {
        var profile = CategoryProfile(cells: cells)
        profile.add(["red", "red", "", nil, "blue", "a category of many bytes"])
        #expect(profile.counts == [2, 0, 1, 1, 0, 1])
        #expect(profile.nulls == 1)
        #expect(profile.rows == 6)
        #expect(
            (0..<cells.count).map(cells.name) == [
                "red", "green", "", "a category of many bytes", "__other__", "__new__",
            ])
    }

    @Test func `read batches of bytes with states`() {
        var profile = CategoryProfile(cells: cells)
        Array("redredgreen".utf8).withUnsafeBufferPointer { bytes in
            ([0, 3, 6, 6, 11, 99] as [UInt32]).withUnsafeBufferPointer { offsets in
                ([0, 1, 0, 0, 2] as [UInt8]).withUnsafeBufferPointer {
                    profile.add(bytes: bytes, offsets: offsets, states: $0)
                }
            }
        }
        #expect(profile.counts == [1, 1, 1, 0, 0, 0])
        #expect((profile.nulls, profile.invalid) == (1, 1))
    }

    @Test func `put unlisted values to other when the list was cut`() {
        let cut = CategoryCells(categories: (0..<20_000).map { Array("\($0)".utf8) })
        #expect(cut.isTruncated)
        #expect(cut.listed == CategoryCells.maximumCategories)
        var profile = CategoryProfile(cells: cut)
        profile.add(["19999", "0"])
        #expect(profile.counts[cut.otherCell] == 1)
        #expect(profile.counts[0] == 1)
    }

    @Test func `add, subtract and come back from their bytes exactly`() throws {
        var (first, second) = (CategoryProfile(cells: cells), CategoryProfile(cells: cells))
        first.add(["red", nil, "x"])
        second.add(["green", "red", "y", nil])
        let before = first
        first.merge(second)
        let column = ColumnProfile.category(first)
        var decoded = column.emptied
        try decoded.merge(encoded: column.encoded)
        #expect(decoded == column)
        first.subtract(second)
        #expect(first == before)
    }
}
