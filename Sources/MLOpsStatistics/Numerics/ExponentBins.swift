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
        let magnitudes = magnitudes(of: values)
        guard magnitudes.lowerBound > 0 else {
            return withoutZeros(values) { $0.isEmpty || add($0, to: &sum, squares: &squares) }
        }
        let lowest = exponent(magnitudes.lowerBound), count = exponent(magnitudes.upperBound) - lowest + 1
        guard lowest > 0, count <= maximumBins else { return false }
        withUnsafeTemporaryAllocation(of: Bin.self, capacity: 2 * maximumBins) { bins in
            for index in 0..<2 * count { bins[index] = Bin() }
            fill(bins, values, lowest: lowest)
            for index in 0..<count {
                let (even, odd) = (bins[2 * index], bins[2 * index + 1])
                let position = lowest + index - 1
                sum.add(whole: even.sum + odd.sum, position: position)
                squares.add(wholeSquares: even.squares + odd.squares, position: 2 * position)
            }
        }
        return true
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

    // A normal number that is not 0.
    @inline(__always)
    private static func add(_ value: Double, to bins: UnsafeMutableBufferPointer<Bin>, _ which: Int, _ lowest: Int) {
        let whole = value.bitPattern & fractionBits | 1 &<< 52
        let bin = (exponent(value) &- lowest) &* 2 &+ which
        let sign = Int64(bitPattern: value.bitPattern) &>> 63
        bins[bin].sum &+= (Int64(bitPattern: whole) ^ sign) &- sign
        let (high, low) = whole.multipliedFullWidth(by: whole)
        bins[bin].squares &+= UInt128(truncatingIfNeeded: high) &<< 64 | UInt128(truncatingIfNeeded: low)
    }

    /// As it is stored.
    @inline(__always)
    private static func exponent(_ value: Double) -> Int { Int(truncatingIfNeeded: value.bitPattern &>> 52 & 0x7ff) }

    private typealias Lanes = SIMD4<Double>

    /// The smallest and the largest absolute value; 0 and 0 without values.
    private static func magnitudes(of values: UnsafeBufferPointer<Double>) -> ClosedRange<Double> {
        var (leastOfFour, largestOfFour) = (Lanes(repeating: values.isEmpty ? 0 : .infinity), Lanes())
        let bits = SIMD4(repeating: magnitudeBits)
        let whole = values.count & ~3
        for index in stride(from: 0, to: whole, by: 4) {
            let four = UnsafeRawBufferPointer(values).loadUnaligned(fromByteOffset: 8 &* index, as: SIMD4<UInt64>.self)
            let magnitudes = unsafeBitCast(four & bits, to: Lanes.self)
            leastOfFour = leastOfFour.replacing(with: magnitudes, where: magnitudes .< leastOfFour)
            largestOfFour = largestOfFour.replacing(with: magnitudes, where: magnitudes .> largestOfFour)
        }
        var (least, largest) = (leastOfFour.min(), largestOfFour.max())
        for value in values[whole...] {
            (least, largest) = (min(least, value.magnitude), max(largest, value.magnitude))
        }
        return least...largest
    }

    private static func withoutZeros(
        _ values: UnsafeBufferPointer<Double>, _ body: (UnsafeBufferPointer<Double>) -> Bool
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: values.count) { others in
            var count = 0
            for value in values {
                others[count] = value
                count &+= value == 0 ? 0 : 1
            }
            return body(UnsafeBufferPointer(rebasing: others[..<count]))
        }
    }
}
