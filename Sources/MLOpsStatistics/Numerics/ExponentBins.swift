/// Sums of finite numbers and of their squares, apart for each exponent: what many numbers cost once they are added to an
/// ``ExactSum``, a block of them costs once.
///
/// Numbers of one exponent add up as whole numbers. Source: R. Neal, *Fast exact summation using small and large
/// superaccumulators*, 2015 (the large one), for the few exponents that neighbouring numbers have.
struct ExponentBins {
    /// More values in one block, and the sum of 53 bits each could overflow.
    static let maximumValues = 1 << 10
    /// More exponents in one block are added number by number.
    private static let maximumBins = 64
    private static let magnitudeBits: UInt64 = 0x7fff_ffff_ffff_ffff
    private static let fractionBits: UInt64 = 0xf_ffff_ffff_ffff

    private struct Bin {
        var sum: Int64 = 0
        var squares: UInt128 = 0
    }

    /// Adds the values and their squares to the sums; false: they have too many different exponents, or one is so small
    /// that its exponent does not tell.
    ///
    /// - Parameter values: finite, at most ``maximumValues``.
    static func add(
        _ values: UnsafeBufferPointer<Double>, to sum: inout ExactSum, squares: inout ExactSum
    ) -> Bool {
        guard let exponents = exponents(of: values) else { return false }
        guard !exponents.isEmpty else { return true }
        return withUnsafeTemporaryAllocation(of: Bin.self, capacity: 2 * maximumBins) { bins in
            for index in 0..<2 * exponents.count { bins[index] = Bin() }
            fill(bins, values, lowest: exponents.lowerBound)
            for index in 0..<exponents.count {
                let (even, odd) = (bins[2 * index], bins[2 * index + 1])
                let position = exponents.lowerBound + index - 1
                sum.add(whole: even.sum + odd.sum, position: position)
                squares.add(wholeSquares: even.squares + odd.squares, position: 2 * position)
            }
            return true
        }
    }

    // Each exponent has two bins, for every other value: neighbours mostly have one exponent, and adding to what was just
    // written has to wait for it.
    @inline(__always)
    private static func fill(
        _ bins: UnsafeMutableBufferPointer<Bin>, _ values: UnsafeBufferPointer<Double>, lowest: Int
    ) {
        var index = 0
        while index &+ 2 <= values.count {
            add(values[index], to: bins, 0, lowest)
            add(values[index &+ 1], to: bins, 1, lowest)
            index &+= 2
        }
        if index < values.count { add(values[index], to: bins, 0, lowest) }
    }

    @inline(__always)
    private static func add(_ value: Double, to bins: UnsafeMutableBufferPointer<Bin>, _ which: Int, _ lowest: Int) {
        let magnitude = value.bitPattern & magnitudeBits
        let isNormal: UInt64 = magnitude == 0 ? 0 : 1
        let whole = magnitude & fractionBits | isNormal &<< 52
        // 0 adds nothing, to whichever bin.
        let bin = max(0, Int(truncatingIfNeeded: magnitude &>> 52) &- lowest) &* 2 &+ which
        let sign = Int64(bitPattern: value.bitPattern) &>> 63
        bins[bin].sum &+= (Int64(bitPattern: whole) ^ sign) &- sign
        let (high, low) = whole.multipliedFullWidth(by: whole)
        bins[bin].squares &+= UInt128(truncatingIfNeeded: high) &<< 64 | UInt128(truncatingIfNeeded: low)
    }

    /// The exponents from the lowest to the highest, as they are stored, zeros left aside; nil: they are no few normal ones.
    private static func exponents(of values: UnsafeBufferPointer<Double>) -> Range<Int>? {
        var (least, largest) = (UInt64.max, UInt64(0))
        for value in values {
            let magnitude = value.bitPattern & magnitudeBits
            // 0 becomes the largest of all.
            least = min(least, magnitude &- 1)
            largest = max(largest, magnitude)
        }
        guard largest > 0 else { return 0..<0 }
        let lowest = Int(truncatingIfNeeded: (least &+ 1) &>> 52), highest = Int(truncatingIfNeeded: largest &>> 52)
        return lowest > 0 && highest - lowest < maximumBins ? lowest..<highest + 1 : nil
    }
}
