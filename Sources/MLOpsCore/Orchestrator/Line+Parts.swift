extension Line {
    /// What is written of a line so far.
    struct Parts: StringInterpolationProtocol {
        /// Most lines are shorter, in bytes; what is longer goes on in memory of its own.
        private static let room = 192

        private var bytes = InlineArray<192, UInt8>(repeating: 0)
        private var count = 0
        /// What stood there before there was no room left.
        private var former: [UInt8] = []

        @inline(__always)
        init(literalCapacity: Int = 0, interpolationCount: Int = 0) {}

        @inline(__always)
        mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
        }

        mutating func appendInterpolation(_ text: String) { append(text) }

        mutating func append(_ text: String) {
            let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
            if isContiguous == nil { appendScattered(text) }
        }

        /// A function of its own, because the one above would hold on to the text for it.
        @inline(never)
        private mutating func appendScattered(_ text: String) { Array(text.utf8).withUnsafeBytes { append($0) } }

        mutating func appendInterpolation(_ name: some Name) { append(name.text) }

        mutating func appendInterpolation<ID: SerialIdentifier>(_ id: ID) {
            appendInterpolation(ID.prefix)
            appendInterpolation(id.number)
        }

        mutating func appendInterpolation(_ version: ModelVersionID) {
            appendInterpolation(version.pipeline.text)
            appendLiteral("/")
            appendInterpolation(version.number)
        }

        /// - Parameter digits: at least so many, the first of them zeros; at most 19.
        mutating func appendInterpolation(_ number: Int64, digits: Int = 1) {
            if number < 0 { appendLiteral("-") }
            var (rest, width) = (number.magnitude, max(number.magnitude.digits, digits))
            if width > Self.room - count { makeRoom() }
            let end = count + width
            while width > 0 {
                width -= 1
                bytes[count + width] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            count = end
        }

        /// `1 file`, `3 files`.
        mutating func append(_ count: Int64, of noun: StaticString) {
            appendInterpolation(count)
            appendLiteral(" ")
            appendLiteral(noun)
            if count != 1 { appendLiteral("s") }
        }

        consuming func takeText() -> String {
            let (last, former) = (count, former)
            return bytes.span.withUnsafeBufferPointer { buffer in
                let last = UnsafeBufferPointer(rebasing: buffer[..<last])
                return former.isEmpty
                    ? String(decoding: last, as: UTF8.self) : String(decoding: former + last, as: UTF8.self)
            }
        }

        @inline(__always)
        private mutating func append(_ part: UnsafeRawBufferPointer) {
            guard part.count <= Self.room - count else {
                makeRoom()
                former += part
                return
            }
            withUnsafeMutableBytes(of: &bytes) { buffer in
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: part)
            }
            count += part.count
        }

        @inline(never)
        private mutating func makeRoom() {
            withUnsafeBytes(of: bytes) { former += $0[..<count] }
            count = 0
        }
    }
}

extension UInt64 {
    /// How many decimal digits it has, below 10^19; counted upwards, because a multiplication costs a tenth of a division.
    fileprivate var digits: Int {
        var (count, limit): (Int, UInt64) = (1, 10)
        while self >= limit, count < 19 { (count, limit) = (count + 1, limit * 10) }
        return count
    }
}
