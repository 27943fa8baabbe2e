import RealModule

/// Random numbers that are the same for the same seed.
///
/// Source: D. Blackman and S. Vigna, *Scrambled linear pseudorandom number generators*, 2021; the state is filled by
/// SplitMix64, as its authors advise.
package struct Xoshiro256StarStar: RandomNumberGenerator, Sendable, Equatable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(seed: UInt64) {
        var mixer = SplitMix64(state: seed)
        state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    package mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// Returns a number in [0, 1), a multiple of 2⁻⁵³.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Returns a number in 0..<bound, for bound > 0.
    package mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next(upperBound: UInt64(bound)))
    }

    /// Returns a standard normal number (Box and Muller, 1958; the second of each pair is not kept).
    package mutating func normal() -> Double {
        let radius = (-2 * Double.log(1 - uniform())).squareRoot()
        return radius * Double.cos(2 * Double.pi * uniform())
    }

    package static func == (a: Self, b: Self) -> Bool { a.state == b.state }
}
