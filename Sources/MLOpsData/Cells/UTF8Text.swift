import Glibc

/// Whether bytes are UTF-8, and what they might be when they are not.
enum UTF8Text {
    /// The offset of the first byte that cannot be where it is; nil: all is well.
    static func firstInvalid(_ text: UnsafeRawBufferPointer) -> Int? {
        guard let base = text.baseAddress else { return nil }
        var index = 0
        while index < text.count {
            index = skipASCII(base, index, text.count)
            guard index < text.count else { return nil }
            let length = sequenceLength(text, index)
            guard length > 0 else { return index }
            index += length
        }
        return nil
    }

    private static func skipASCII(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index &+ ByteScan.width <= end {
            let high = ByteScan.load(base + index) & ByteScan.Block(repeating: 0x8080_8080_8080_8080)
            if (high[0] | high[1] | high[2] | high[3]) | (high[4] | high[5] | high[6] | high[7]) != 0 { break }
            index &+= ByteScan.width
        }
        while index < end, base.load(fromByteOffset: index, as: UInt8.self) < 0x80 { index &+= 1 }
        return index
    }

    /// Of the sequence that begins here (Unicode 15, table 3-7); 0: none does.
    @inline(__always)
    private static func sequenceLength(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let first = text[index]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + length <= text.count, second.contains(text[index + 1]) else { return 0 }
        for offset in 2..<max(2, length) where text[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// The name of another encoding, or of what is no text at all, that a file's first bytes give away.
    static func otherEncoding(head: [UInt8]) -> String? {
        switch head {
        case _ where head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]): "UTF-32"
        case _ where head.starts(with: [0xFF, 0xFE]): "UTF-16, little end first"
        case _ where head.starts(with: [0xFE, 0xFF]): "UTF-16, big end first"
        case _ where head.starts(with: [0x1F, 0x8B]): "gzip packed it more than once; unpack it"
        case _ where head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]): "zstd packed it more than once; unpack it"
        case _ where head.starts(with: Array("PK\u{3}\u{4}".utf8)):
            "a zip archive, as files of spreadsheets are; write it as CSV"
        case _ where head.count >= 4 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
            "it looks like UTF-16, little end first"
        case _ where head.count >= 4 && head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
            "it looks like UTF-16, big end first"
        default: nil
        }
    }

    /// What the bytes around one that is not UTF-8 look like.
    static func suspicion(_ text: UnsafeRawBufferPointer, at index: Int) -> String {
        let byte = text[index]
        let written = "0x" + String(byte, radix: 16, uppercase: true)
        switch byte {
        // Letters with accents in Latin-1; what Windows adds in between are quotes, dashes and the euro.
        case 0xC0...0xFF: return "byte \(written) looks like Latin-1 or Windows-1252; convert it with iconv"
        case 0xA0...0xBF, 0x80...0x9F: return "byte \(written) looks like Windows-1252; convert it with iconv"
        default: return "byte \(written)"
        }
    }
}
