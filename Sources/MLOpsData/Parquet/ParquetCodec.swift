import CSnappy
import CZlib
import CZstd

/// How the pages of a column are packed.
enum ParquetCodec: Int {
    case none = 0, snappy, gzip, lzo, brotli, hadoopLZ4, zstd, lz4

    /// Fills the output exactly, or refuses.
    func unpack(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(DataError) {
        let count: Int? =
            switch self {
            case .none: copy(input, output)
            case .snappy: snappy(input, output)
            case .gzip: gzip(input, output)
            case .zstd: zstd(input, output)
            case .lz4: LZ4Block.unpack(input, into: output)
            case .lzo, .brotli, .hadoopLZ4: throw DataError(.unsupported("\(self) compression"))
            }
        guard let count else { throw DataError(.corrupt("a page is no \(self) data")) }
        guard count == output.count else { throw DataError(.corrupt("a page unpacks to another size than it says")) }
    }

    private func copy(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        guard input.count == output.count else { return input.count }
        output.copyMemory(from: input)
        return input.count
    }

    private func snappy(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        var count = output.count
        let source = input.bindMemory(to: CChar.self).baseAddress
        let target = output.bindMemory(to: CChar.self).baseAddress
        return snappy_uncompress(source, input.count, target, &count) == SNAPPY_OK ? count : nil
    }

    private func zstd(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        let code = ZSTD_decompress(output.baseAddress, output.count, input.baseAddress, input.count)
        return ZSTD_isError(code) == 0 ? code : nil
    }

    private func gzip(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        guard let decompressor = try? GzipDecompressor() else { return nil }  // zlib has no memory: no data either
        var rest = input
        // What is no gzip data ends in the same refusal as what is too short.
        guard let count = try? decompressor.unpack(&rest, into: output) else { return nil }
        return count
    }
}
