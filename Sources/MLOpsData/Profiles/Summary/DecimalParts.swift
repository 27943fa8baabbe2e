/// Finds the power of ten whose parts numbers are whole multiples of, for multiples that fit into 32 bits.
///
/// As for a column of prices a hundred is it. Numbers that came later made it larger; once none would do, none is looked for.
struct DecimalParts: Sendable {
    private static let most = 1e9

    private var divisor = 1.0

    /// Writes the multiples; returns what each has to be divided by to give the number to the bit, or nil when there is none.
    ///
    /// - Parameter values: finite; −0 is 0.
    mutating func divide(_ values: UnsafeBufferPointer<Double>, into multiples: UnsafeMutableBufferPointer<Int32>)
        -> Double?
    {
        while divisor <= Self.most {
            if Self.divide(values, by: divisor, into: multiples) { return divisor }
            divisor *= 10
        }
        return nil
    }

    private static func divide(
        _ values: UnsafeBufferPointer<Double>, by divisor: Double, into multiples: UnsafeMutableBufferPointer<Int32>
    ) -> Bool {
        // Added, it rounds what is far smaller to a whole number, which then is in the low bits.
        let rounder = 0x1.8p52
        var strange = 0
        for index in 0..<values.count {
            let sum = values[index] * divisor + rounder
            let multiple = sum - rounder
            let isStrange = multiple.magnitude > Double(Int32.max) || multiple / divisor != values[index]
            strange |= isStrange ? 1 : 0
            multiples[index] = Int32(truncatingIfNeeded: Int64(bitPattern: sum.bitPattern))
        }
        return strange == 0
    }
}
