/// The text that a string of JSON means.
enum JSONText {
    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x41...0x46: UInt32(byte) - 0x37
        case 0x61...0x66: UInt32(byte) - 0x57
        default: nil
        }
    }

    /// Resolves the escapes of a string that a scanner has gone over; the result is never longer.
    static func unescape(_ raw: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var (read, written) = (0, 0)
        while read < raw.count {
            var byte = raw[read]
            read += 1
            if byte == UInt8(ascii: "\\"), read < raw.count {
                byte = raw[read]
                read += 1
                if byte == UInt8(ascii: "u") {
                    let scalar = takeScalar(raw, &read)
                    for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter where written < buffer.count {
                        buffer[written] = unit
                        written += 1
                    }
                    continue
                }
                byte = control(byte)
            }
            buffer[written] = byte
            written += 1
        }
        return written
    }

    static func unescaped(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: raw.count) { buffer, count in
            count = unescape(raw, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    private static func takeScalar(_ raw: UnsafeRawBufferPointer, _ read: inout Int) -> Unicode.Scalar {
        let first = takeUnit(raw, &read)
        guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        read = min(raw.count, read + 2)
        let second = takeUnit(raw, &read)
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
    }

    private static func takeUnit(_ raw: UnsafeRawBufferPointer, _ read: inout Int) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 where read < raw.count {
            unit = unit << 4 | (hexadecimal(raw[read]) ?? 0)
            read += 1
        }
        return unit
    }
}
