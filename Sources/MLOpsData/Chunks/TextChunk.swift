/// Some complete records of a text, in memory that the next chunk uses again; it belongs to one worker.
final class TextChunk {
    /// May be read beyond the text, so that 64 bytes can be looked at at once.
    static let padding = 64

    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: TextChunk.padding, alignment: 64)
    private(set) var count = 0
    /// The first record's number in the file, counted from 0; a header is none.
    private(set) var firstRow: Int64 = 0
    var rowCount = 0
    /// Of the unpacked text.
    private(set) var byteOffset: Int64 = 0

    deinit { buffer.deallocate() }

    var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

    /// The text's beginning; `padding` bytes after its end may be read.
    var base: UnsafeRawPointer { UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped) }

    private var capacity: Int { buffer.count - Self.padding }

    private func reserve(_ capacity: Int) {
        guard capacity > self.capacity else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + Self.padding, alignment: 64)
        larger.initializeMemory(as: UInt8.self, repeating: 0)
        larger.copyMemory(from: text)
        buffer.deallocate()
        buffer = larger
    }

    /// Appends as much as fits of what the stream has.
    func append(from stream: any ByteStream, atMost limit: Int) throws(DataError) -> Int {
        reserve(count + limit)
        let read = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + limit]))
        count += read
        return read
    }

    func begin(with bytes: [UInt8], firstRow: Int64, byteOffset: Int64) {
        self.firstRow = firstRow
        self.byteOffset = byteOffset
        reserve(bytes.count)
        bytes.withUnsafeBytes { buffer.copyMemory(from: $0) }
        count = bytes.count
    }

    func splitOff(at end: Int, into rest: inout [UInt8]) {
        rest.removeAll(keepingCapacity: true)
        rest.append(contentsOf: buffer[end..<count])
        count = end
    }
}
