import MLOpsData
import Testing

@Suite struct `Keyed hash` {
    /// The first two of the reference vectors of SipHash-2-4 with 128 bits.
    @Test(
        arguments: [
            ([], 0xe6a8_25ba_047f_81a3, 0x9302_55c7_1472_f66d), ([0], 0x44af_996b_d8c1_87da, 0x45fc_229b_1159_7634),
        ] as [([UInt8], UInt64, UInt64)])
    func `agrees with the reference`(text: [UInt8], first: UInt64, last: UInt64) {
        let hash = KeyedHash(high: 0x0f0e_0d0c_0b0a_0908, low: 0x0706_0504_0302_0100)
        let found = text.withUnsafeBytes { hash.hash($0) }
        #expect(found.first == first)
        #expect(found.last == last)
    }

    @Test func `tells texts apart that differ in a byte or in their length`() {
        let hash = KeyedHash(high: 1, low: 2)
        var seen: Set<[UInt64]> = []
        for length in 0..<40 {
            for place in 0..<max(1, length) {
                var text = [UInt8](repeating: 0, count: length)
                if length > 0 { text[place] = 1 }
                let found = text.withUnsafeBytes { hash.hash($0) }
                #expect(seen.insert([found.first, found.last]).inserted)
            }
        }
    }
}
