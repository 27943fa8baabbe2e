import CMLOpsData
import Glibc

/// Reads what an input holds as numbers by every way that a cell of a CSV file takes, and holds that `strtod` says the same.
///
/// It looks at the pieces between separators, and at numbers made of the input's bits: digits of which no fuzzer would
/// find the few that are hard to round.
struct NumberFuzzing {
    /// More of one input would cost time that other inputs are worth more of.
    private static let mostPieces = 512

    private let point: UInt8

    static func check(_ input: UnsafeBufferPointer<UInt8>) {
        for point in ".,".utf8 {
            let fuzzing = NumberFuzzing(point: point)
            fuzzing.check(
                input.lazy.split(maxSplits: mostPieces) { $0 != point && ",;\t|\r\n\" ".utf8.contains($0) }
                    .filter { $0.count <= 40 }.map { Array($0) })
            fuzzing.check(fuzzing.made(of: input))
        }
    }

    /// Numbers of 1 to 19 digits, 0 to 19 of them or of zeros behind the point.
    private func made(of input: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
        stride(from: 0, to: max(0, min(input.count, 9 * Self.mostPieces) - 8), by: 9).map { start in
            let bits = UnsafeRawPointer(input.baseAddress.unsafelyUnwrapped + start).loadUnaligned(as: UInt64.self)
            let form = input[start + 8]
            let length = [19, 17, 16, 8][Int(form >> 5 & 3)]
            var text = String(bits).utf8.suffix(length).map { $0 }
            let scale = Int(form & 31) % 20
            if scale > 0 {
                text = Array(repeating: UInt8(ascii: "0"), count: max(0, scale - text.count)) + text
                text.insert(point, at: text.count - scale)
            }
            return form & 128 == 0 ? text : [UInt8(ascii: "-")] + text
        }
    }

    private func check(_ texts: [[UInt8]]) {
        for text in texts { check(text) }
        for (first, second) in zip(texts, texts.dropFirst()) { checkTwo(first, second) }
    }

    private func check(_ text: [UInt8]) {
        let (isPlain, expected) = (isNumber(text, isPlain: true), nearest(text))
        Self.with(text) { start in
            let pattern = DigitWord.repeating(point ^ 0x30)
            if let plain = DecimalText(start, text.count, point: pattern)?.double {
                if !isPlain { fail("what is no plain number was read as one", text) }
                if plain.bitPattern != expected.bitPattern { fail("a plain number is another than strtod's", text) }
            } else if isPlain, text.count <= 16 {
                fail("a short plain number was not read", text)
            }
            if let integer = DecimalText(start, text.count, point: DigitWord.repeating(0xFF))?.integer {
                if integer != whole(text) { fail("a plain integer is another", text) }
            }
        }
        text.withUnsafeBytes { bytes in
            let number = NumberText(bytes, point: point)
            if (number != nil) != isNumber(text, isPlain: false) {
                fail("numbers are told from texts in another way", text)
            }
            guard let number else { return }
            if number.double.bitPattern != expected.bitPattern { fail("a number is another than strtod's", text) }
            if number.integer != whole(text) { fail("an integer is another", text) }
        }
    }

    private func checkTwo(_ first: [UInt8], _ second: [UInt8]) {
        #if arch(x86_64)
        let areShort = [first, second].allSatisfy { text in
            isNumber(text, isPlain: true) && text.count - (text.first == UInt8(ascii: "-") ? 1 : 0) <= 8
        }
        let numbers = UnsafeMutablePointer<Double>.allocate(capacity: 2)
        defer { numbers.deallocate() }
        let wereRead = Self.with(first) { one in
            Self.with(second) { mlops_decimals(one, first.count, $0, second.count, point, numbers) }
        }
        if wereRead != areShort { fail("two numbers are told from others in another way", first + [0x20] + second) }
        guard wereRead else { return }
        if numbers[0].bitPattern != nearest(first).bitPattern || numbers[1].bitPattern != nearest(second).bitPattern {
            fail("two numbers are others than strtod's", first + [0x20] + second)
        }
        #endif
    }

    /// The text, with the sixteen bytes after it that readers may look at and no more: digits, which must not count.
    private static func with<Result>(_ text: [UInt8], _ body: (UnsafeRawPointer) -> Result) -> Result {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count + 16, alignment: 1)
        defer { bytes.deallocate() }
        bytes.copyBytes(from: text + Array(repeating: UInt8(ascii: "7"), count: 16))
        return body(UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped))
    }

    /// - Parameter isPlain: without an exponent, and with no other sign than `-`.
    private func isNumber(_ text: [UInt8], isPlain: Bool) -> Bool {
        var rest = text[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || !isPlain && sign == UInt8(ascii: "+") {
            rest.removeFirst()
        }
        let mantissa = rest.prefix { Self.isDigit($0) || $0 == point }
        let points = mantissa.count { $0 == point }
        guard points <= 1, mantissa.count > points else { return false }
        rest.removeFirst(mantissa.count)
        guard let letter = rest.popFirst() else { return true }
        guard !isPlain, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return false }
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        return !rest.isEmpty && rest.allSatisfy(Self.isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// As the C library reads it; what is no number is anything.
    private func nearest(_ text: [UInt8]) -> Double {
        let written = text.map { CChar(bitPattern: $0 == point ? UInt8(ascii: ".") : $0) } + [0]
        return strtod(written, nil)
    }

    /// nil: it is no integer, or not one of 64 bits.
    private func whole(_ text: [UInt8]) -> Int64? {
        Int64(String(decoding: text, as: UTF8.self))
    }

    private func fail(_ words: StaticString, _ text: [UInt8]) {
        let line = "finding: \(words): \(String(decoding: text, as: UTF8.self))\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        abort()
    }
}
