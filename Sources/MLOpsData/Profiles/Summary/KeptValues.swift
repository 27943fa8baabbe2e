/// All finite values of a column, in no order, in blocks that are never moved.
///
/// Numbers with few digits take half the room, and half the time to fetch it, as multiples of a part of one.
struct KeptValues: Sendable {
    /// One of the arrays is in use.
    private struct Block: Sendable {
        var doubles: [Double] = []
        var multiples: [Int32] = []
        /// What multiples are divided by, exactly to what they were; 0 of doubles.
        let divisor: Double

        var count: Int { doubles.count + multiples.count }
    }

    private static let blockSize = 1 << 14

    private var blocks: [Block] = []
    private(set) var count = 0
    private var parts = DecimalParts()

    mutating func add(_ values: UnsafeBufferPointer<Double>) {
        count += values.count
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: values.count) { multiples in
            let divisor = parts.divide(values, into: multiples)
            let block = block(of: divisor ?? 0, with: values.count)
            if divisor != nil {
                blocks[block].multiples.append(contentsOf: multiples)
            } else {
                blocks[block].doubles.append(contentsOf: values)
            }
        }
    }

    /// Returns the last block, if it is of this divisor and has room, or a new one.
    private mutating func block(of divisor: Double, with count: Int) -> Int {
        if let last = blocks.last, last.divisor == divisor, last.count + count <= Self.blockSize {
            return blocks.count - 1
        }
        var block = Block(divisor: divisor)
        let capacity = max(Self.blockSize, count)
        if divisor == 0 { block.doubles.reserveCapacity(capacity) } else { block.multiples.reserveCapacity(capacity) }
        blocks.append(block)
        return blocks.count - 1
    }

    mutating func merge(_ other: KeptValues) {
        blocks += other.blocks
        count += other.count
    }

    /// Hands over all values, some thousand at a time.
    func forEachBlock(_ body: (UnsafeBufferPointer<Double>) -> Void) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { scratch in
            for block in blocks {
                guard block.divisor > 0 else {
                    block.doubles.withUnsafeBufferPointer(body)
                    continue
                }
                block.multiples.withUnsafeBufferPointer { multiples in
                    for index in 0..<multiples.count { scratch[index] = Double(multiples[index]) / block.divisor }
                }
                body(UnsafeBufferPointer(rebasing: scratch[..<block.count]))
            }
        }
    }
}
