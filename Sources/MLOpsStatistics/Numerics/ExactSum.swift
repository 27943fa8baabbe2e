/// A sum of finite numbers, or of their squares, without any rounding: the same bits in every order and grouping.
///
/// Sums are kept in fixed point over the whole range of a double, in limbs of 32 bits that carry rarely; so adding is a
/// few integer additions, and taking away undoes it exactly. Source: R. Neal, *Fast exact summation using small and large
/// superaccumulators*, 2015; here also for squares, whose 106 bits are added without rounding. Of all limbs the numbers of
/// a column use a few, which are known, so that the others cost nothing.
package struct ExactSum: Sendable {
    /// What is summed decides the unit of the lowest bit: 2⁻¹⁰⁷⁴ for values, 2⁻²¹⁴⁸ for squares.
    package enum Term: UInt8, Sendable { case value, square }

    package let term: Term
    private(set) var limbs: [Int64]
    // All limbs outside are 0.
    private var used = 0..<0
    // How many more additions of less than 2⁵² each limb can take.
    private var untilCarry = Self.carryInterval

    private static let carryInterval = 1 << 9
    private static let largestAddend: UInt64 = 1 << 52

    package init(of term: Term) {
        self.term = term
        limbs = [Int64](repeating: 0, count: Self.limbCount(term))
    }

    static func limbCount(_ term: Term) -> Int { term == .value ? 70 : 136 }

    /// Adds x, or x², for each of `values`; all must be finite.
    package mutating func add(_ values: UnsafeBufferPointer<Double>) {
        var start = 0
        while start < values.count {
            let end = min(values.count, start + untilCarry)
            addUncarried(UnsafeBufferPointer(rebasing: values[start..<end]))
            expectCarry(after: end - start)
            start = end
        }
    }

    private mutating func addUncarried(_ values: UnsafeBufferPointer<Double>) {
        var (lowest, end) = (limbs.count, 0)
        let term = term
        limbs.withUnsafeMutableBufferPointer { limbs in
            for value in values where value != 0 {
                let changed = term == .value ? Self.add(value, to: limbs) : Self.addSquare(value, to: limbs)
                lowest = min(lowest, changed.lowerBound)
                end = max(end, changed.upperBound)
            }
        }
        if lowest < end { use(lowest..<end) }
    }

    package mutating func add(_ value: Double) {
        withUnsafePointer(to: value) { add(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// Adds number·2^position units, for a sum of values.
    mutating func add(whole number: Int64, position: Int) {
        let sign = number &>> 63
        add(UInt128(number.magnitude) &<< UInt128(position & 31), above: position &>> 5, sign)
    }

    /// Adds number·2^position units, for a sum of squares.
    mutating func add(wholeSquares number: UInt128, position: Int) {
        let index = position &>> 5
        let shift = UInt128(position & 31)
        add((number & 0xffff_ffff_ffff_ffff) &<< shift, above: index, 0)
        add((number &>> 64) &<< shift, above: index &+ 2, 0)
    }

    /// Adds four limbs' worth of bits, negative when the sign is −1.
    private mutating func add(_ bits: UInt128, above index: Int, _ sign: Int64) {
        guard bits != 0 else { return }
        for offset in 0..<4 {
            let part = Int64(truncatingIfNeeded: (bits &>> UInt128(32 &* offset)) & 0xffff_ffff)
            limbs[index &+ offset] &+= (part ^ sign) &- sign
        }
        use(index..<index + 4)
        expectCarry(after: 1)
    }

    package mutating func merge(_ other: ExactSum) { combine(other, sign: 1) }

    /// Takes away what was added before; what was never added leaves the sum of the difference.
    package mutating func subtract(_ other: ExactSum) { combine(other, sign: -1) }

    private mutating func combine(_ other: ExactSum, sign: Int64) {
        precondition(term == other.term, "a sum of values and a sum of squares have different units")
        guard !other.used.isEmpty else { return }
        let pending = Self.carryInterval - other.untilCarry + 1
        if pending >= untilCarry { carry() }
        let used = other.used
        limbs.withUnsafeMutableBufferPointer { limbs in
            other.limbs.withUnsafeBufferPointer { other in
                for index in used { limbs[index] &+= sign &* other[index] }
            }
        }
        use(used)
        expectCarry(after: min(pending, untilCarry))
    }

    private mutating func use(_ range: Range<Int>) {
        used = used.isEmpty ? range : min(used.lowerBound, range.lowerBound)..<max(used.upperBound, range.upperBound)
    }

    private mutating func expectCarry(after additions: Int) {
        untilCarry -= additions
        if untilCarry == 0 { carry() }
    }

    // Returns the limbs that have changed.
    @inline(__always)
    private static func add(_ value: Double, to limbs: UnsafeMutableBufferPointer<Int64>) -> Range<Int> {
        let (magnitude, position) = parts(value)
        let index = position &>> 5
        let shift = UInt64(truncatingIfNeeded: position & 31)
        let sign = Int64(bitPattern: value.bitPattern) &>> 63
        let low = Int64(truncatingIfNeeded: (magnitude &<< shift) & 0xffff_ffff)
        let high = Int64(truncatingIfNeeded: magnitude &>> (32 &- shift))
        limbs[index] &+= (low ^ sign) &- sign
        limbs[index &+ 1] &+= (high ^ sign) &- sign
        return Range(uncheckedBounds: (index, index &+ 2))
    }

    @inline(__always)
    private static func addSquare(_ value: Double, to limbs: UnsafeMutableBufferPointer<Int64>) -> Range<Int> {
        let (magnitude, position) = parts(value)
        let (high, low) = magnitude.multipliedFullWidth(by: magnitude)
        let index = (2 &* position) &>> 5
        let shift = UInt64(truncatingIfNeeded: (2 &* position) & 31)
        let middle = (high &<< (32 &+ shift)) | (low &>> (32 &- shift))
        limbs[index] &+= Int64(truncatingIfNeeded: (low &<< shift) & 0xffff_ffff)
        limbs[index &+ 1] &+= Int64(truncatingIfNeeded: middle & 0xffff_ffff)
        limbs[index &+ 2] &+= Int64(truncatingIfNeeded: middle &>> 32)
        limbs[index &+ 3] &+= Int64(truncatingIfNeeded: high &>> (32 &- shift))
        return Range(uncheckedBounds: (index, index &+ 4))
    }

    // |value| = magnitude·2^(position − 1074).
    @inline(__always)
    private static func parts(_ value: Double) -> (magnitude: UInt64, position: Int) {
        let exponent = Int(truncatingIfNeeded: (value.bitPattern &>> 52) & 0x7ff)
        let normal = exponent == 0 ? 0 : 1
        let magnitude = value.bitPattern & 0xf_ffff_ffff_ffff | UInt64(truncatingIfNeeded: normal) &<< 52
        return (magnitude, exponent &- normal)
    }

    // Leaves the used limbs in 0..<2³², but for the highest, which has the sign.
    private mutating func carry() {
        guard !used.isEmpty else { return }
        carry(to: used.upperBound)
    }

    // The highest limb is the one before `end`, or where that would be large, one above it.
    private mutating func carry(to end: Int) {
        var (index, carried) = (used.lowerBound, Int64(0))
        while index < limbs.count - 1 {
            let sum = limbs[index] &+ carried
            if index >= end - 1, sum.magnitude < Self.largestAddend { break }
            limbs[index] = sum & 0xffff_ffff
            carried = sum &>> 32
            index += 1
        }
        limbs[index] &+= carried
        use(used.lowerBound..<index + 1)
        untilCarry = Self.carryInterval
    }

    /// The same sum with limbs in 0..<2³², but for the last one, which holds the sign: equal sums have equal limbs.
    var normalized: ExactSum {
        var copy = self
        copy.carry(to: limbs.count)
        return copy
    }

    /// Adds number·2^(32·limb) units, for 0 ≤ number < 2³² and a limb in range.
    mutating func addUnits(_ number: Int64, limb: Int) {
        limbs[limb] &+= number
        use(limb..<limb + 1)
        expectCarry(after: 1)
    }
}

extension ExactSum: Equatable {
    package static func == (a: ExactSum, b: ExactSum) -> Bool {
        a.term == b.term && a.normalized.limbs == b.normalized.limbs
    }
}
