import CZlib

/// Unpacks gzip, also of several members one after another, as `cat a.gz b.gz` makes it.
final class GzipDecompressor: Decompressor {
    /// The largest window, and gzip's header expected.
    private static let windowBits = MAX_WBITS + 16

    private var stream = z_stream()
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var isInMember = false
    private var sawMember = false

    init() throws(RowCountError) {
        let code = inflateInit2_(&stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .corrupt("zlib cannot start (\(code))") }
    }

    deinit {
        inflateEnd(&stream)
        output.deallocate()
    }

    func unpack(
        _ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(RowCountError) -> Void
    ) throws(RowCountError) {
        var offset = 0
        while offset < piece.count {
            // Tapes and some tools pad the last member with zeros.
            if sawMember, !isInMember, piece[offset] == 0 {
                offset += 1
                continue
            }
            offset += try unpackMember(UnsafeRawBufferPointer(rebasing: piece[offset...]), body)
        }
    }

    func finish() throws(RowCountError) {
        guard !isInMember, sawMember else { throw .truncated }
    }

    /// Returns how many bytes of the input belong to the member.
    private func unpackMember(
        _ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(RowCountError) -> Void
    ) throws(RowCountError) -> Int {
        isInMember = true
        // zlib does not write through next_in; its type is older than const.
        stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = uInt(input.count)
        var code = Z_OK
        repeat {
            stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
            stream.avail_out = uInt(output.count)
            code = inflate(&stream, Z_NO_FLUSH)
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw .corrupt(message(code)) }
            let count = output.count - Int(stream.avail_out)
            if count > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<count])) }
        } while code == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0)
        if code == Z_STREAM_END {
            isInMember = false
            sawMember = true
            inflateReset(&stream)
        }
        return input.count - Int(stream.avail_in)
    }

    private func message(_ code: Int32) -> String {
        stream.msg.map { String(cString: $0) } ?? "zlib error \(code)"
    }
}
