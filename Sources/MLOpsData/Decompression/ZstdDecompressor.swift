import CZstd

/// Unpacks Zstandard, also of several frames one after another.
final class ZstdDecompressor: Decompressor {
    /// 128 MiB of window, what `zstd -d` takes without being asked to; a frame that wants more is refused.
    ///
    /// Levels up to 19 need 8 MiB; the rest is for `--ultra` and `--long`.
    private static let maximumWindowLog: Int32 = 27

    private let stream: OpaquePointer
    private var isInFrame = false
    private var sawFrame = false

    init() throws(DataError) {
        guard let stream = ZSTD_createDStream() else { throw DataError(.corrupt("zstd cannot start")) }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.maximumWindowLog)
    }

    deinit { ZSTD_freeDStream(stream) }

    func unpack(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DataError) -> Int {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var unpacked = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        var isProgressing = true
        while isProgressing, unpacked.pos < unpacked.size, source.pos < source.size || isInFrame {
            let before = (source.pos, unpacked.pos)
            let code = ZSTD_decompressStream(stream, &unpacked, &source)
            guard ZSTD_isError(code) == 0 else {
                throw DataError(.corrupt(String(cString: ZSTD_getErrorName(code))))
            }
            isProgressing = source.pos > before.0 || unpacked.pos > before.1
            // 0 says that a frame is complete and all of it is handed over.
            if isProgressing { isInFrame = code != 0 }
            sawFrame = true
        }
        input = UnsafeRawBufferPointer(rebasing: input[source.pos...])
        return unpacked.pos
    }

    func finish() throws(DataError) {
        guard !isInFrame, sawFrame else { throw DataError(.truncated) }
    }
}
