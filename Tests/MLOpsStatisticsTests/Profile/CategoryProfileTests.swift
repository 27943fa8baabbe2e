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

    @Test func `tell short strings apart, whatever bytes they have`() {
        var random = Xoshiro256StarStar(seed: 11)
        let strings = (0..<4000).map { _ in (0..<random.below(20)).map { _ in UInt8(random.below(3)) } }
        let cells = CategoryCells(categories: Set(strings[..<500]).sorted { $0.lexicographicallyPrecedes($1) })
        var single = CategoryProfile(cells: cells)
        for string in strings { string.withUnsafeBufferPointer { single.add(value: $0, count: 1) } }
        var batch = CategoryProfile(cells: cells)
        let ends = strings.reduce(into: [UInt32(0)]) { $0.append(($0.last ?? 0) + UInt32($1.count)) }
        Array(strings.joined()).withUnsafeBufferPointer { bytes in
            ends.withUnsafeBufferPointer { batch.add(bytes: bytes, offsets: $0) }
        }
        #expect(batch == single)
    }

    /// They name long texts in references that are stored.
    @Test func `have hashes that do not change`() {
        for count in 0...40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 37 &* $0 &+ 201) }
            var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(count)
            for word in stride(from: 0, to: count / 8 * 8, by: 8) {
                let number = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[word + $1]) << UInt64(8 * $1) }
                hash = fold(hash, number)
            }
            hash = fold(hash, bytes[(count / 8 * 8)...].reduce(0) { $0 << 8 | UInt64($1) })
            #expect(bytes.withUnsafeBufferPointer { ByteHash.of($0) } == SplitMix64.mix(hash))
        }
    }

    private func fold(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return product.high ^ product.low
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
