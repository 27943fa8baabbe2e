/// Turns any seed into well mixed numbers; it also hashes single words.
///
/// Source: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number generators*, 2014.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    /// Returns a word in which each bit depends on all bits of `word`; a bijection.
    package static func mix(_ word: UInt64) -> UInt64 {
        var mixed = word
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
