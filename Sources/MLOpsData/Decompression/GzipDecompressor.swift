import CZlib

/// Unpacks gzip, also of several members one after another, as `cat a.gz b.gz` makes it.
final class GzipDecompressor: Decompressor {
    /// The largest window, and gzip's header expected.
    private static let windowBits = MAX_WBITS + 16

    private var stream = z_stream()
    private var isInMember = false
    private var sawMember = false

    init() throws(DataError) {
        let code = inflateInit2_(&stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw DataError(.corrupt("zlib cannot start (\(code))")) }
    }

    deinit { inflateEnd(&stream) }

    func unpack(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DataError) -> Int {
        var written = 0
        while written < output.count {
            // Tapes and some tools pad the last member with zeros.
            if sawMember, !isInMember {
                input = UnsafeRawBufferPointer(rebasing: input.drop { $0 == 0 })
                if input.isEmpty { break }
            }
            let rest = UnsafeMutableRawBufferPointer(rebasing: output[written...])
            let count = try unpackMember(&input, into: rest)
            written += count
            if isInMember, count < rest.count { break }
        }
        return written
    }

    func finish() throws(DataError) {
        guard !isInMember, sawMember else { throw DataError(.truncated) }
    }

    /// Goes on until the member, the input or the output ends.
    private func unpackMember(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DataError) -> Int {
        isInMember = true
        // zlib does not write through next_in; its type is older than const.
        stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = uInt(clamping: input.count)
        stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = uInt(clamping: output.count)
        let given = (Int(stream.avail_in), Int(stream.avail_out))
        let code = inflate(&stream, Z_NO_FLUSH)
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
            throw DataError(.corrupt(message(code)))
        }
        input = UnsafeRawBufferPointer(rebasing: input[(given.0 - Int(stream.avail_in))...])
        if code == Z_STREAM_END {
            isInMember = false
            sawMember = true
            inflateReset(&stream)
        }
        return given.1 - Int(stream.avail_out)
    }

    private func message(_ code: Int32) -> String {
        stream.msg.map { String(cString: $0) } ?? "zlib error \(code)"
    }
}
