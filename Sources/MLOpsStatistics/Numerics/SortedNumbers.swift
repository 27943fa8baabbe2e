extension [Double] {
    private static let digitBits = 11
    /// Fewer numbers are sorted faster by comparing them.
    private static let fewest = 512

    /// Returns the numbers in ascending order, −0 before 0; none may be NaN.
    ///
    /// Digit by digit, the least significant first (H. Hollerith's way, D. Knuth, *The Art of Computer Programming* 3,
    /// 5.2.5): a third of the time that comparing takes.
    package func sortedAscending() -> [Double] {
        guard count >= Self.fewest else { return map(\.ascendingBits).sorted().map(Double.init(ascendingBits:)) }
        var keys = map(\.ascendingBits)
        var other = [UInt64](repeating: 0, count: count)
        let histograms = Self.histograms(keys)
        for (digit, histogram) in histograms.enumerated() where !histogram.contains(count) {
            Self.scatter(keys, by: digit, histogram, into: &other)
            swap(&keys, &other)
        }
        return keys.map(Double.init(ascendingBits:))
    }

    /// How often each value of each digit occurs.
    private static func histograms(_ keys: [UInt64]) -> [[Int]] {
        let digits = (64 + digitBits - 1) / digitBits
        var flat = [Int](repeating: 0, count: digits << digitBits)
        flat.withUnsafeMutableBufferPointer { flat in
            for key in keys {
                for digit in 0..<digits { flat[digit << digitBits + place(key, digit)] += 1 }
            }
        }
        return (0..<digits).map { [Int](flat[($0 << digitBits)..<(($0 + 1) << digitBits)]) }
    }

    private static func scatter(_ keys: [UInt64], by digit: Int, _ histogram: [Int], into other: inout [UInt64]) {
        var next = 0
        var starts = histogram.map { occurrences in
            defer { next += occurrences }
            return next
        }
        starts.withUnsafeMutableBufferPointer { starts in
            other.withUnsafeMutableBufferPointer { other in
                for key in keys {
                    let value = place(key, digit)
                    other[starts[value]] = key
                    starts[value] &+= 1
                }
            }
        }
    }

    @inline(__always)
    private static func place(_ key: UInt64, _ digit: Int) -> Int {
        Int(truncatingIfNeeded: key &>> UInt64(truncatingIfNeeded: digit &* digitBits)) & (1 &<< digitBits &- 1)
    }
}

extension Double {
    /// Bits that are ordered as the numbers are.
    fileprivate var ascendingBits: UInt64 {
        let sign = UInt64(bitPattern: Int64(bitPattern: bitPattern) >> 63)
        return bitPattern ^ (sign | 1 << 63)
    }

    fileprivate init(ascendingBits bits: UInt64) {
        let isNegative = bits >> 63 == 0
        self.init(bitPattern: isNegative ? ~bits : bits ^ 1 << 63)
    }
}
