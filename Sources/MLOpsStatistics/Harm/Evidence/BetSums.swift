/// R of every bet of a mixture, against so many null means in so many groups of bets, as registers hold them from row to row.
///
/// Kept in memory, each would wait for what was just written there, and half of the work would be to fetch and to write.
struct BetSums<let nulls: Int, let groups: Int> {
    typealias Lanes = BetMixture.Lanes

    private var sums = InlineArray<nulls, InlineArray<groups, Lanes>>(repeating: .init(repeating: Lanes()))
    /// The most that the sums against the highest null were together after any row, for each lane.
    private(set) var most = Lanes()

    /// - Parameter sums: the groups against one null mean after another.
    init(_ sums: [Lanes]) {
        for null in 0..<nulls {
            for group in 0..<groups { self.sums[null][group] = sums[null * groups + group] }
        }
    }

    func write(to sums: inout [Lanes]) {
        for null in 0..<nulls {
            for group in 0..<groups { sums[null * groups + group] = self.sums[null][group] }
        }
    }

    /// Takes numbers in 0...1, one after another.
    ///
    /// - Parameters:
    ///   - offsets: of each sum, in the order of ``init(_:)``.
    ///   - slopes: of each group.
    @inline(__always)
    mutating func take(
        _ numbers: UnsafeBufferPointer<Double>, offsets: UnsafeBufferPointer<Lanes>,
        slopes: UnsafeBufferPointer<Lanes>, cap: Lanes
    ) {
        for number in numbers {
            let x = Lanes(repeating: Float(number))
            for group in 0..<groups {
                let rise = slopes[group] * x
                for null in 0..<nulls {
                    let next = (sums[null][group] + 1) * (offsets[null &* groups &+ group] + rise)
                    sums[null][group] = next.replacing(with: cap, where: next .> cap)
                }
            }
            var total = sums[nulls - 1][0]
            for group in 1..<groups { total += sums[nulls - 1][group] }
            most = most.replacing(with: total, where: total .> most)
        }
    }
}
