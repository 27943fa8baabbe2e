import CZstd

/// Unpacks Zstandard, also of several frames one after another.
final class ZstdDecompressor: Decompressor {
    /// 128 MiB of window, what `zstd -d` takes without being asked to; a frame that wants more is refused.
    private static let maximumWindowLog: Int32 = 27

    private let stream: OpaquePointer
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var isInFrame = false
    private var sawFrame = false

    init() throws(RowCountError) {
        guard let stream = ZSTD_createDStream() else { throw .corrupt("zstd cannot start") }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.maximumWindowLog)
    }

    deinit {
        ZSTD_freeDStream(stream)
        output.deallocate()
    }

    func unpack(
        _ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(RowCountError) -> Void
    ) throws(RowCountError) {
        var input = ZSTD_inBuffer(src: piece.baseAddress, size: piece.count, pos: 0)
        var filledOutput = false
        while input.pos < input.size || filledOutput {
            var unpacked = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
            let code = ZSTD_decompressStream(stream, &unpacked, &input)
            guard ZSTD_isError(code) == 0 else { throw .corrupt(String(cString: ZSTD_getErrorName(code))) }
            // 0 says that a frame is complete and all of it is handed over.
            isInFrame = code != 0
            sawFrame = true
            filledOutput = unpacked.pos == unpacked.size && isInFrame
            if unpacked.pos > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<unpacked.pos])) }
        }
    }

    func finish() throws(RowCountError) {
        guard !isInFrame, sawFrame else { throw .truncated }
    }
}
