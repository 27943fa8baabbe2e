/// Reads Parquet's mixture of runs and packed bits, which levels, dictionary indices and booleans are written in.
struct HybridDecoder {
    private var bytes: PageBytes
    private let width: Int
    private var runLength = 0
    private var runValue: UInt32 = 0
    /// Packed values that are left, and the bit where the next one begins.
    private var packedCount = 0
    private var packedBit = 0
    private var packedRange = 0..<0

    init(_ bytes: PageBytes, width: Int) throws(DataError) {
        guard (0...32).contains(width) else { throw DataError(.malformed("numbers of \(width) bits")) }
        self.bytes = bytes
        self.width = width
    }

    /// Takes the next numbers when they are one run of this value; false: they are left.
    mutating func take(_ count: Int, of value: UInt32) throws(DataError) -> Bool {
        if runLength == 0, packedCount == 0 { try beginRun() }
        guard runLength >= count, runValue == value else { return false }
        runLength -= count
        return true
    }

    /// Fills the output; what the page does not have is an error.
    mutating func read(into output: UnsafeMutableBufferPointer<UInt32>) throws(DataError) {
        var filled = 0
        while filled < output.count {
            if runLength > 0 {
                let count = min(runLength, output.count - filled)
                for index in filled..<filled + count { output[index] = runValue }
                runLength -= count
                filled += count
            } else if packedCount > 0 {
                let count = min(packedCount, output.count - filled)
                try unpack(UnsafeMutableBufferPointer(rebasing: output[filled..<filled + count]))
                filled += count
            } else {
                try beginRun()
            }
        }
    }

    private mutating func unpack(_ output: UnsafeMutableBufferPointer<UInt32>) throws(DataError) {
        let (width, first) = (width, packedBit)
        try bytes.peek(packedRange) { packed in
            for index in 0..<output.count {
                let value = BitUnpacker.value(packed, bit: first &+ index &* width, width: width)
                output[index] = UInt32(truncatingIfNeeded: value)
            }
        }
        packedBit += output.count * width
        packedCount -= output.count
    }

    private mutating func beginRun() throws(DataError) {
        let header = try bytes.takeVarint()
        guard header <= UInt64(UInt32.max) else { throw DataError(.malformed("a run is longer than can be")) }
        let count = Int(header >> 1)
        if header & 1 == 0 {
            runLength = count
            runValue = 0
            for shift in 0..<(width + 7) / 8 { runValue |= UInt32(try bytes.takeByte()) << UInt32(shift * 8) }
        } else {
            // Some writers leave out the padding of the last group of eight.
            let byteCount = min(count * width, bytes.remaining)
            packedRange = bytes.index..<bytes.index + byteCount
            packedBit = 0
            packedCount = width == 0 ? count * 8 : min(count * 8, byteCount * 8 / width)
            try bytes.take(byteCount) { _ in }
        }
        guard runLength > 0 || packedCount > 0 || (count == 0 && bytes.remaining > 0) else { throw PageBytes.broken }
    }
}
