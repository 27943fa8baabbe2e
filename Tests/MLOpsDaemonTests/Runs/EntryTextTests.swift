import Testing

@testable import MLOpsDaemon

@Suite struct `An entry of a list` {
    private static func text(_ write: (inout EntryText) -> Void) -> String {
        var bytes: [UInt8] = []
        bytes.append(atMost: 64, write)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `writes numbers of every width as they are`() {
        let powers = (0..<20).map { power in (0..<power).reduce(1 as UInt64) { product, _ in product * 10 } }
        let others = powers.map { $0 - 1 } + powers.map { $0 + 1 }
        for number in powers + others + [.max] {
            #expect(Self.text { $0 += number } == "\(number)")
        }
        for number in [Int64.min, .min + 1, -10, -9, -1, 0, .max] {
            #expect(Self.text { $0 += number } == "\(number)")
        }
    }

    @Test func `writes texts and bytes one behind the other, and what was there before stays`() {
        var bytes = Array("before ".utf8)
        bytes.append(atMost: 64) { text in
            text += "é\0"
            text += "name" as String
            text += Array("/path".utf8)
            text += 0 as UInt8
        }
        #expect(bytes == Array("before é\0name/path\0".utf8))
    }
}
