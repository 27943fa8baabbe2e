/// The delay that spreads equal schedules of many machines and triggers over time.
///
/// It depends on nothing but its operands, so it is the same after every restart and on every machine that computes it.
package enum Jitter {
    /// Returns a delay from zero to below `bound`, in whole microseconds; zero when `bound` is not positive.
    ///
    /// - Parameters:
    ///   - machine: What differs between machines, such as the machine id.
    ///   - key: What differs between the schedules of one machine, such as the name of the trigger.
    package static func offset(machine: String, key: String, within bound: Duration) -> Duration {
        guard bound.microseconds > 0 else { return .zero }
        var hash = fnv1a(machine.utf8, from: 0xCBF2_9CE4_8422_2325)
        // A byte that no UTF-8 text holds, so that ("ab", "c") and ("a", "bc") differ.
        hash = fnv1a(CollectionOfOne(0xFF), from: hash)
        hash = fnv1a(key.utf8, from: hash)
        return .microseconds(Int64(mixed(hash) % UInt64(bound.microseconds)))
    }

    private static func fnv1a(_ bytes: some Sequence<UInt8>, from seed: UInt64) -> UInt64 {
        bytes.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The finaliser of SplitMix64: names that differ in one letter get unrelated delays.
    private static func mixed(_ hash: UInt64) -> UInt64 {
        var word = hash &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
