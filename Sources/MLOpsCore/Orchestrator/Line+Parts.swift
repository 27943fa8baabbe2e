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
        init(literalCapacity: Int, interpolationCount: Int) {}

        @inline(__always)
        mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
        }

        mutating func appendInterpolation(_ text: String) {
            let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
            if isContiguous == nil { Array(text.utf8).withUnsafeBytes { append($0) } }
        }

        mutating func appendInterpolation(_ name: some Name) { appendInterpolation(name.text) }

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
            // A sign and the digits of 2^63.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { written in
                var start = written.count
                var rest = number.magnitude
                while rest > 0 || written.count - start < digits {
                    start -= 1
                    written[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                if number < 0 {
                    start -= 1
                    written[start] = UInt8(ascii: "-")
                }
                append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(written)[start...]))
            }
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
            guard part.count <= Self.room - count else { return makeRoom(for: part) }
            withUnsafeMutableBytes(of: &bytes) { buffer in
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: part)
            }
            count += part.count
        }

        @inline(never)
        private mutating func makeRoom(for part: UnsafeRawBufferPointer) {
            withUnsafeBytes(of: bytes) { former += $0[..<count] }
            former += part
            count = 0
        }
    }
}
