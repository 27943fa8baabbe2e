/// Reads DELTA_BINARY_PACKED: a first value, then differences in blocks with a width of their own each.
struct DeltaDecoder {
    /// Where it stands; after the last value, what follows begins there.
    private(set) var bytes: PageBytes
    private let blockCount: Int
    private let miniblocks: Int
    /// Values that are left.
    private(set) var remaining: Int
    private var value: Int64
    private var hasFirst = true
    private var minimum: Int64 = 0
    private var widths: [UInt8] = []
    private var miniblock = 0
    private var leftInMiniblock = 0
    private var range = 0..<0
    private var bit = 0

    init(_ page: PageBytes, atMost limit: Int) throws(DataError) {
        bytes = page
        let block = try bytes.takeVarint(), count = try bytes.takeVarint(), total = try bytes.takeVarint()
        value = try bytes.takeZigZag()
        guard block > 0, block <= 1 << 20, count > 0, count <= block, block % count == 0, (block / count) % 8 == 0,
            total <= UInt64(limit)
        else { throw DataError(.malformed("the blocks of a delta encoding are impossible")) }
        (blockCount, miniblocks, remaining) = (Int(block), Int(count), Int(total))
        miniblock = miniblocks
    }

    /// Hands over so many values one by one.
    mutating func read(_ count: Int, _ body: (Int64) -> Void) throws(DataError) {
        guard count <= remaining else { throw PageBytes.broken }
        var left = count
        if left > 0, hasFirst {
            hasFirst = false
            body(value)
            left -= 1
            remaining -= 1
        }
        while left > 0 {
            if leftInMiniblock == 0 { try beginMiniblock() }
            let taken = min(left, leftInMiniblock)
            try readDifferences(taken, body)
            left -= taken
            remaining -= taken
        }
    }

    private mutating func readDifferences(_ count: Int, _ body: (Int64) -> Void) throws(DataError) {
        let width = Int(widths[miniblock - 1])
        let (first, minimum) = (bit, minimum)
        var value = value
        try bytes.peek(range) { packed in
            for index in 0..<count {
                let difference = BitUnpacker.value(packed, bit: first &+ index &* width, width: width)
                // Differences wrap around, as the format says.
                value = value &+ minimum &+ Int64(bitPattern: difference)
                body(value)
            }
        }
        self.value = value
        bit += count * width
        leftInMiniblock -= count
    }

    private mutating func beginMiniblock() throws(DataError) {
        if miniblock == miniblocks {
            minimum = try bytes.takeZigZag()
            widths = try bytes.take(miniblocks) { Array($0) }
            miniblock = 0
        }
        let width = Int(widths[miniblock])
        guard width <= 64 else { throw DataError(.malformed("numbers of \(width) bits")) }
        leftInMiniblock = blockCount / miniblocks
        let byteCount = leftInMiniblock / 8 * width
        // The last miniblock may be cut off where its values end.
        let isLast = remaining <= leftInMiniblock
        let present = isLast ? min(byteCount, bytes.remaining) : byteCount
        range = bytes.index..<bytes.index + present
        bit = 0
        try bytes.take(present) { _ in }
        miniblock += 1
    }
}
