import RealModule

/// Sums of bets against a mean, one for each null mean and size of bet: Shiryaev-Roberts sums of R ← (R + 1)(1 + λ(x − g)).
///
/// As long as E[x | past] ≤ g, each R less the number of rows does not grow on average, whatever the distribution of x in 0...1,
/// so that the mean over bets reaches A not before A rows on average. For errors 1 + λ(x − g) is the likelihood ratio of a
/// rate of g + λg(1 − g). Sources: J. Shin, A. Ramdas, A. Rinaldo, *E-detectors*, 2022; I. Waudby-Smith and A. Ramdas,
/// *Estimating means of bounded random variables by betting*, 2024.
struct BetMixture: Sendable, Equatable {
    // Single precision: no row moves a sum by less than a thousandth, of which a bet is at least, and half the work is left.
    typealias Lanes = SIMD4<Float>

    // 1 + λ(x − g) is offset + slope·x; the null i has the lanes i·groups..<(i + 1)·groups.
    private let offsets: [Lanes]
    private let slopes: [Lanes]
    // What the sum of a null's lanes must reach.
    private let levels: [Double]
    private let cap: Lanes
    // R; the only state.
    private var sums: [Lanes]

    private let groups: Int
    // No bet loses more than this of what is at stake.
    private static let largestStake = 0.95

    /// - Parameters:
    ///   - bets: How many sizes of bet; a multiple of four.
    ///   - deviation: The standard deviation of x, above 0.
    ///   - design: How many rows are worth one independent row, at least 1; of dependent rows less is concluded.
    ///   - level: A.
    init(_ nulls: NullMeans, bets count: Int, deviation: Double, design: Double, level: Double) {
        groups = max(1, count / Lanes.scalarCount)
        let count = groups * Lanes.scalarCount
        let bets = Self.bets(count, nulls, unit: deviation * design.squareRoot(), level: level)
        var (offsets, slopes): ([Lanes], [Lanes]) = ([], [])
        for mean in nulls.means {
            for group in 0..<groups {
                var (offset, slope) = (Lanes(), Lanes())
                for lane in 0..<Lanes.scalarCount {
                    let bet = bets[group * Lanes.scalarCount + lane]
                    let spread = bet * deviation
                    let discount = Double.exp(-spread * spread * (design - 1) / 2)
                    offset[lane] = Float(discount * (1 - bet * mean))
                    slope[lane] = Float(discount * bet)
                }
                offsets.append(offset)
                slopes.append(slope)
            }
        }
        self.offsets = offsets
        self.slopes = slopes
        levels = nulls.factors.map { $0 * level * Double(count) }
        // What is far above the level is so no matter how far, and must not take for ever to come down.
        cap = Lanes(repeating: Float(100 * level * Double(count)))
        sums = offsets.map { _ in Lanes() }
    }

    // From the smallest shift that is found before a false alarm is due to the largest bet that x = 0 leaves something of.
    private static func bets(_ count: Int, _ nulls: NullMeans, unit: Double, level: Double) -> [Double] {
        let most = largestStake / max(nulls.means.max() ?? 1, 1e-9)
        let least = min(max(0.01, (4 * Double.log(level) / level).squareRoot()), 0.1) / unit
        let first = min(least, most / 2)
        let ratio = Double.log(most / first) / Double(count - 1)
        return (0..<count).map { first * Double.exp(ratio * Double($0)) }
    }

    /// Takes a number in 0...1; returns whether the mean over bets has reached its level against the highest null.
    mutating func update(_ x: Double) -> Bool { update(CollectionOfOne(x)) }

    /// Takes numbers in 0...1, one after another; returns whether the mean may have reached its level after any of them.
    ///
    /// Of one number it is known; of many, false is sure, and for true the bets may have been best after different ones.
    mutating func update(_ numbers: some Collection<Double>) -> Bool {
        let (count, highest) = (sums.count, sums.count - groups)
        var most = Lanes()
        sums.withUnsafeMutableBufferPointer { sums in
            offsets.withUnsafeBufferPointer { offsets in
                slopes.withUnsafeBufferPointer { slopes in
                    for x in numbers {
                        let value = Lanes(repeating: Float(x))
                        for index in 0..<count {
                            let next = (sums[index] + 1) * (offsets[index] + slopes[index] * value)
                            sums[index] = next.replacing(with: cap, where: next .> cap)
                        }
                        var total = Lanes()
                        for index in highest..<count { total += sums[index] }
                        most = most.replacing(with: total, where: total .> most)
                    }
                }
            }
        }
        return Double(most.sum()) >= levels[levels.count - 1]
    }

    /// M over A: the least, over the nulls, of what the evidence against them is of what it must be.
    var statistic: Double {
        var least = Double.infinity
        for (null, level) in levels.enumerated() {
            var total = Lanes()
            for group in 0..<groups { total += sums[null * groups + group] }
            least = min(least, Double(total.sum()) / level)
        }
        return least
    }

    mutating func reset() {
        for index in sums.indices { sums[index] = Lanes() }
    }
}

extension BetMixture {
    func write(to writer: inout ByteWriter) {
        for sum in sums { for lane in sum.indices { writer.write(Double(sum[lane])) } }
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
    }
}
