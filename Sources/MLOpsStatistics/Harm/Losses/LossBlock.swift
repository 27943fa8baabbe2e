/// Losses one after another as what is bet on, in buffers of one number each.
struct LossBlock {
    /// On the scale of the reference, in 0...1.
    let positions: UnsafeBufferPointer<Double>
    /// Among the losses of the reference, in 0...1; 0 where it has no places.
    let ranks: UnsafeBufferPointer<Double>
    /// What positions lack of 1.
    let complements: UnsafeBufferPointer<Double>

    /// - Parameter losses: none is NaN.
    static func with<Result>(
        _ losses: UnsafeBufferPointer<Double>, of reference: LossReference, _ body: (LossBlock) -> Result
    ) -> Result {
        let count = losses.count
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * count) { numbers in
            let scale = reference.scale
            for row in 0..<count {
                let position = scale.position(losses[row])
                (numbers[row], numbers[count + row], numbers[2 * count + row]) = (position, 0, 1 - position)
            }
            if let ranks = reference.places?.ranks {
                for row in 0..<count { numbers[count + row] = ranks.rank(losses[row]) }
            }
            func part(_ start: Int) -> UnsafeBufferPointer<Double> {
                UnsafeBufferPointer(rebasing: numbers[start..<start + count])
            }
            return body(LossBlock(positions: part(0), ranks: part(count), complements: part(2 * count)))
        }
    }
}
