/// All finite values of a column, in no order, in blocks that are never moved.
struct KeptValues: Sendable {
    private static let blockSize = 1 << 14

    private(set) var blocks: [[Double]] = []
    private(set) var count = 0

    mutating func add(_ values: UnsafeBufferPointer<Double>) {
        count += values.count
        if blocks.last.map({ $0.count + values.count > Self.blockSize }) ?? true {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(max(Self.blockSize, values.count))
        }
        blocks[blocks.count - 1].append(contentsOf: values)
    }

    mutating func merge(_ other: KeptValues) {
        blocks += other.blocks
        count += other.count
    }
}
