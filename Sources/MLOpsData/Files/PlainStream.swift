/// A file that is not packed.
final class PlainStream: ByteStream {
    private let storage: any ByteStorage
    private(set) var fileOffset: Int64 = 0

    init(_ storage: any ByteStorage) { self.storage = storage }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = try storage.read(at: fileOffset, into: rest)
            guard count > 0 else { break }
            filled += count
            fileOffset += Int64(count)
        }
        return filled
    }
}
