/// One entry of a list, written into memory that was set aside for it: a manifest has thousands of them, and to let an
/// array grow with each of their parts costs more than to write them.
struct EntryText {
    /// More than all numbers and constants of an entry of any list have.
    static let numbersAndConstants = 256

    private let start: UnsafeMutablePointer<UInt8>
    private let end: UnsafeMutablePointer<UInt8>
    private var next: UnsafeMutablePointer<UInt8>

    /// - Parameter memory: not empty; too little of it ends the program.
    init(in memory: UnsafeMutableBufferPointer<UInt8>) {
        guard let start = memory.baseAddress else { preconditionFailure("an entry needs memory") }
        self.start = start
        end = start + memory.count
        next = start
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: next - start) }

    static func += (text: inout Self, byte: UInt8) { text.make(room: 1).pointee = byte }

    static func += (text: inout Self, bytes: [UInt8]) { bytes.withUnsafeBufferPointer { text.append($0) } }

    static func += (text: inout Self, constant: StaticString) {
        text.append(UnsafeBufferPointer(start: constant.utf8Start, count: constant.utf8CodeUnitCount))
    }

    static func += (text: inout Self, string: String) {
        guard string.utf8.withContiguousStorageIfAvailable({ text.append($0) }) == nil else { return }
        for byte in string.utf8 { text += byte }
    }

    static func += (text: inout Self, number: some FixedWidthInteger) {
        if number < 0 { text += UInt8(ascii: "-") }
        var rest = UInt64(number.magnitude)
        var place = text.make(room: width(of: rest)) + width(of: rest)
        repeat {
            place -= 1
            place.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
    }

    private static func width(of number: UInt64) -> Int {
        var (width, bound) = (1, 10 as UInt64)
        // 10 to the power of 19 is the largest of 64 bits.
        while width < 20, number >= bound {
            width += 1
            bound &*= width < 20 ? 10 : 1
        }
        return width
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        make(room: bytes.count).update(from: source, count: bytes.count)
    }

    private mutating func make(room count: Int) -> UnsafeMutablePointer<UInt8> {
        precondition(count <= end - next, "an entry is longer than was said")
        defer { next += count }
        return next
    }
}

extension [UInt8] {
    /// Appends an entry.
    ///
    /// - Parameter capacity: of how many bytes it is at most.
    mutating func append(atMost capacity: Int, _ write: (inout EntryText) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { memory in
            var text = EntryText(in: memory)
            write(&text)
            append(contentsOf: text.bytes)
        }
    }
}
