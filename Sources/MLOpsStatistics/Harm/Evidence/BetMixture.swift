import RealModule

/// Sums of bets against a mean, one for each null mean and size of bet: Shiryaev-Roberts sums of R ← (R + s)(1 + λ(x − g)),
/// of which s, what a bet that begins now stakes, is 1 where the mean is known.
///
/// As long as E[x | past] ≤ g, each R less the number of rows does not grow on average, whatever the distribution of x in 0...1,
/// so that the mean over bets reaches A not before A rows on average. For errors 1 + λ(x − g) is the likelihood ratio of a
/// rate of g + λg(1 − g). Sources: J. Shin, A. Ramdas, A. Rinaldo, *E-detectors*, 2022; I. Waudby-Smith and A. Ramdas,
/// *Estimating means of bounded random variables by betting*, 2024.
struct BetMixture: Sendable, Equatable {
    // Single precision: no row moves a sum by less than a thousandth, of which a bet is at least, and half the work is left.
    typealias Lanes = SIMD4<Float>

    // 1 + λ(x − g) is offset + slope·x. Of one null mean the lanes of all vectors are its bets; of more than one each vector is a
    // bet, and its lanes are the null means.
    private let offsets: [Lanes]
    private let slopes: [Lanes]
    private let hasOneNull: Bool
    // What the sum of a null's bets must reach.
    private let level: Double
    private let cap: Lanes
    // R.
    private var sums: [Lanes]
    private var stakes: BetStakes

    // No bet loses more than this of what is at stake.
    private static let largestStake = 0.95

    /// - Parameters:
    ///   - nulls: One, or four.
    ///   - bets: How many sizes of bet: 4, 8 or 12.
    ///   - deviation: The standard deviation of x, above 0.
    ///   - design: How many rows are worth one independent row, at least 1; of dependent rows less is concluded.
    ///   - level: A.
    init(_ nulls: NullMeans, bets count: Int, deviation: Double, design: Double, level: Double) {
        let bets = Self.bets(count, nulls, unit: deviation * design.squareRoot(), level: level)
        // What dependence takes off each bet.
        let discounts = bets.map { bet in
            let spread = bet * deviation
            return Double.exp(-spread * spread * (design - 1) / 2)
        }
        hasOneNull = nulls.means.count == 1
        let (offsets, slopes) = (
            zip(bets, discounts).map { bet, discount in nulls.means.map { discount * (1 - bet * $0) } },
            zip(bets, discounts).map { bet, discount in nulls.means.map { _ in discount * bet } }
        )
        self.offsets = Self.lanes(offsets.flatMap { $0 })
        self.slopes = Self.lanes(slopes.flatMap { $0 })
        self.level = level * Double(count)
        // What is far above the level is so no matter how far, and must not take for ever to come down.
        cap = Lanes(repeating: Float(100 * level * Double(count)))
        sums = self.offsets.map { _ in Lanes() }
        stakes = BetStakes(nulls)
    }

    private static func lanes(_ numbers: [Double]) -> [Lanes] {
        stride(from: 0, to: numbers.count, by: Lanes.scalarCount).map { first in
            Lanes(numbers[first..<first + Lanes.scalarCount].lazy.map { Float($0) })
        }
    }

    // From the smallest shift that is found before a false alarm is due to the largest bet that x = 0 leaves something of.
    private static func bets(_ count: Int, _ nulls: NullMeans, unit: Double, level: Double) -> [Double] {
        let most = largestStake / max(nulls.means.max() ?? 1, 1e-9)
        let least = min(max(0.01, (4 * Double.log(level) / level).squareRoot()), 0.1) / unit
        let first = min(least, most / 2)
        let ratio = Double.log(most / first) / Double(count - 1)
        return (0..<count).map { first * Double.exp(ratio * Double($0)) }
    }

    /// Takes a number in 0...1; returns whether the mean over bets has reached its level against every null.
    mutating func update(_ x: Double) -> Bool {
        withUnsafePointer(to: x) { update(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// Takes numbers in 0...1, one after another; returns whether the mean may have reached its level after any of them.
    ///
    /// Of one number it is known; of many, false is sure, and for true the nulls may have been refuted after different ones.
    mutating func update(_ numbers: UnsafeBufferPointer<Double>) -> Bool {
        let most =
            switch sums.count {
            case 1: take(numbers, in: BetSums<1>.self)
            case 2: take(numbers, in: BetSums<2>.self)
            case 3: take(numbers, in: BetSums<3>.self)
            case 4: take(numbers, in: BetSums<4>.self)
            case 8: take(numbers, in: BetSums<8>.self)
            case 12: take(numbers, in: BetSums<12>.self)
            default: preconditionFailure("a mixture has one null mean or four, and 4, 8 or 12 bets against each")
            }
        return least(most) >= level
    }

    @inline(__always)
    private mutating func take<let vectors: Int>(
        _ numbers: UnsafeBufferPointer<Double>, in: BetSums<vectors>.Type
    ) -> Lanes {
        var (registers, stakes) = (BetSums<vectors>(sums), stakes)
        offsets.withUnsafeBufferPointer { offsets in
            slopes.withUnsafeBufferPointer { slopes in
                registers.take(numbers, offsets: offsets, slopes: slopes, cap: cap, stakes: &stakes)
            }
        }
        registers.write(to: &sums)
        self.stakes = stakes
        return registers.most
    }

    // Of the sums over vectors: over the nulls, the least of the sums of their bets.
    private func least(_ total: Lanes) -> Double { Double(hasOneNull ? total.sum() : total.min()) }

    /// M over A: the least, over the nulls, of what the evidence against them is of what it must be.
    var statistic: Double { least(sums.reduce(Lanes(), +)) / level }

    mutating func reset() {
        for index in sums.indices { sums[index] = Lanes() }
        stakes.reset()
    }
}

extension BetMixture {
    func write(to writer: inout ByteWriter) {
        for sum in sums { for lane in sum.indices { writer.write(Double(sum[lane])) } }
        stakes.write(to: &writer)
    }

    /// Reads the sums of a mixture that was made in the same way.
    mutating func read(_ reader: inout ByteReader) throws(MalformedProfile) {
        for index in sums.indices {
            for lane in sums[index].indices {
                let sum = try reader.double()
                guard sum >= 0, sum <= Double(cap[0]) else { throw reader.malformed("a sum of bets") }
                sums[index][lane] = Float(sum)
            }
        }
        try stakes.read(&reader)
    }
}
