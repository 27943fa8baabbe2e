/// Unpacked bytes from the first to the last.
protocol ByteStream: AnyObject {
    /// Fills the buffer as far as the rest of the stream does; less than its size says that the end is reached.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int

    /// How far in the file itself reading has come.
    var fileOffset: Int64 { get }
}

extension DataFile {
    var compression: Compression {
        get throws(DataError) { Compression(content: try storage.head(Compression.magicBytes), fileName: name) }
    }

    /// The unpacked bytes; the content says how they are packed.
    func stream(limits: DataLimits) throws(DataError) -> any ByteStream {
        switch try compression {
        case .none: PlainStream(storage)
        case .gzip: UnpackedStream(storage, try GzipDecompressor(), limits: limits)
        case .zstd: UnpackedStream(storage, try ZstdDecompressor(), limits: limits)
        }
    }
}
