/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014): small, fast, and the same
/// everywhere for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// True once in `times` calls on average.
    mutating func happens(onceIn times: UInt64) -> Bool { next() % times == 0 }

    /// Up to `longest`, short ones more often than long ones.
    mutating func duration(upTo longest: Duration) -> Duration {
        let scale = Double(next() % 1_000_000) / 1_000_000
        return .microseconds(Int64(Double(longest.components.seconds) * 1_000_000 * scale * scale) + 1)
    }
}
