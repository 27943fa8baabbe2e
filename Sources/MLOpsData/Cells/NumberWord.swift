/// The values of a double that have no digits, whatever the case of their letters.
enum NumberWord {
    /// `inf`, `infinity`, `nan`, with a sign or without; nil: something else.
    static func value(_ text: UnsafeRawBufferPointer) -> Double? {
        guard let first = text.first, text.count <= 9 else { return nil }
        let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        let word = text[(isSigned ? 1 : 0)...]
        let isNegative = first == UInt8(ascii: "-")
        if matches(word, "inf") || matches(word, "infinity") { return isNegative ? -.infinity : .infinity }
        return matches(word, "nan") ? .nan : nil
    }

    static func matches(_ text: Slice<UnsafeRawBufferPointer>, _ lowercase: StaticString) -> Bool {
        guard text.count == lowercase.utf8CodeUnitCount else { return false }
        return lowercase.withUTF8Buffer { letters in zip(text, letters).allSatisfy { $0 | 0x20 == $1 } }
    }
}
