/// Bytes that can be read at any place, by several threads at once.
protocol ByteStorage: Sendable {
    var byteCount: Int64 { get }

    /// Reads up to the buffer's size; 0 says that the end is reached.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int
}

extension ByteStorage {
    /// Fills the whole buffer.
    func readAll(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(DataError) {
        var filled = 0
        while filled < buffer.count {
            let count = try read(
                at: offset + Int64(filled), into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            guard count > 0 else { throw DataError(.truncated, at: DataPlace(byte: offset + Int64(filled))) }
            filled += count
        }
    }

    /// The first bytes, at most `count` of them.
    func head(_ count: Int) throws(DataError) -> [UInt8] {
        try bytes(at: 0, count: Int(min(Int64(count), byteCount)))
    }

    func bytes(at offset: Int64, count: Int) throws(DataError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var problem: DataError?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(DataError) { try readAll(at: offset, into: buffer) } catch { problem = error }
        }
        if let problem { throw problem }
        return bytes
    }
}
