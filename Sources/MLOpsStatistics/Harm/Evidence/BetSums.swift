/// R of every bet of a mixture as registers hold them from row to row, so many vectors of four.
///
/// Kept in memory, each would wait for what was just written there, and half of the work would be to fetch and to write.
struct BetSums<let vectors: Int> {
    typealias Lanes = BetMixture.Lanes

    private var sums = InlineArray<vectors, Lanes>(repeating: Lanes())
    /// The most that the sums of all vectors were together after any row, for each lane.
    private(set) var most = Lanes()

    init(_ sums: [Lanes]) {
        for vector in 0..<vectors { self.sums[vector] = sums[vector] }
    }

    func write(to sums: inout [Lanes]) {
        for vector in 0..<vectors { sums[vector] = self.sums[vector] }
    }

    /// Takes numbers in 0...1, one after another.
    ///
    /// - Parameters:
    ///   - offsets: of each vector; slopes too.
    ///   - stakes: what bets that begin now stake.
    @inline(__always)
    mutating func take(
        _ numbers: UnsafeBufferPointer<Double>, offsets: UnsafeBufferPointer<Lanes>,
        slopes: UnsafeBufferPointer<Lanes>, cap: Lanes, stakes: inout BetStakes
    ) {
        for number in numbers {
            let x = Lanes(repeating: Float(number))
            let stake = stakes.lanes
            var total = Lanes()
            for vector in 0..<vectors {
                let next = (sums[vector] + stake) * (offsets[vector] + slopes[vector] * x)
                let sum = next.replacing(with: cap, where: next .> cap)
                sums[vector] = sum
                total += sum
            }
            most = most.replacing(with: total, where: total .> most)
            stakes.learn(x)
        }
    }
}
