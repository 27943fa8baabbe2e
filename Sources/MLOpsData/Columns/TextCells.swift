/// Many cells' bytes one after another.
package struct TextCells: Hashable, Sendable {
    package var bytes: [UInt8] = []
    /// One more than there are cells: cell `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
    package var offsets: [UInt32] = []

    package init() {}

    package var cellCount: Int { max(0, offsets.count - 1) }

    package subscript(cell: Int) -> ArraySlice<UInt8> { bytes[Int(offsets[cell])..<Int(offsets[cell + 1])] }

    package func string(_ cell: Int) -> String { String(decoding: self[cell], as: UTF8.self) }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
    }

    mutating func append(_ cell: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: cell)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }

    mutating func append(_ other: TextCells) {
        let base = UInt32(truncatingIfNeeded: bytes.count)
        bytes.append(contentsOf: other.bytes)
        let first = offsets.count
        offsets.append(contentsOf: other.offsets.dropFirst())
        for index in first..<offsets.count { offsets[index] &+= base }
    }

    /// Whether each cell is UTF-8.
    var areValid: Bool {
        bytes.withUnsafeBytes { bytes in
            guard UTF8Text.firstInvalid(bytes) == nil else { return false }
            // No character may lie in two cells.
            return offsets.allSatisfy { Int($0) == bytes.count || bytes[Int($0)] & 0xC0 != 0x80 }
        }
    }

    mutating func appendEmpty() { offsets.append(UInt32(truncatingIfNeeded: bytes.count)) }

    /// Appends many cells at once; `body` has to append exactly so many, with no more bytes than it said.
    mutating func appendCells(_ count: Int, bytesAtMost limit: Int, _ body: (inout TextCellWriter) -> Void) {
        let (firstByte, firstOffset) = (bytes.count, offsets.count)
        bytes.append(contentsOf: repeatElement(0, count: limit + TextCellWriter.slack))
        offsets.append(contentsOf: repeatElement(0, count: count))
        let written = bytes.withUnsafeMutableBytes { bytes in
            offsets.withUnsafeMutableBufferPointer { offsets in
                var writer = TextCellWriter(
                    bytes: bytes, written: firstByte, limit: firstByte + limit,
                    offsets: UnsafeMutableBufferPointer(rebasing: offsets[firstOffset...]))
                body(&writer)
                return writer.finish()
            }
        }
        bytes.removeLast(bytes.count - written)
    }
}
