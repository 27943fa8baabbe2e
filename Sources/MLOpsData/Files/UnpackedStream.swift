/// A packed file, unpacked as it is read.
final class UnpackedStream: ByteStream {
    private let storage: any ByteStorage
    private let decompressor: any Decompressor
    private let limits: DataLimits
    private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var pending: UnsafeRawBufferPointer
    private(set) var fileOffset: Int64 = 0
    private var unpackedBytes: Int64 = 0
    private var isFinished = false

    init(_ storage: any ByteStorage, _ decompressor: any Decompressor, limits: DataLimits) {
        self.storage = storage
        self.decompressor = decompressor
        self.limits = limits
        pending = UnsafeRawBufferPointer(rebasing: packed[..<0])
    }

    deinit { packed.deallocate() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        var filled = 0
        while filled < buffer.count, !isFinished {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count: Int
            do throws(DataError) {
                count = try decompressor.unpack(&pending, into: rest)
            } catch {
                throw DataError(error.cause, at: DataPlace(byte: fileOffset - Int64(pending.count)))
            }
            filled += count
            unpackedBytes += Int64(count)
            try limits.check(unpacked: unpackedBytes, packed: fileOffset - Int64(pending.count))
            if count == 0, pending.isEmpty { try refill() }
        }
        return filled
    }

    private func refill() throws(DataError) {
        let count = try storage.read(at: fileOffset, into: packed)
        fileOffset += Int64(count)
        pending = UnsafeRawBufferPointer(rebasing: packed[..<count])
        guard count == 0 else { return }
        isFinished = true
        do throws(DataError) {
            try decompressor.finish()
        } catch {
            throw DataError(error.cause, at: DataPlace(byte: fileOffset))
        }
    }
}
