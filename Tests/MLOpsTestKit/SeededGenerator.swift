/// Random numbers that are the same for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension SeededGenerator {
    /// True once in `times` calls on average.
    package mutating func happens(onceIn times: UInt64) -> Bool { next() % times == 0 }

    /// Up to `longest`, short ones more often than long ones.
    package mutating func duration(upTo longest: Duration) -> Duration {
        let scale = Double(next() % 1_000_000) / 1_000_000
        return .microseconds(Int64(Double(longest.components.seconds) * 1_000_000 * scale * scale) + 1)
    }
}
