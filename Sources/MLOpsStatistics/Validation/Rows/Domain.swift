/// The values a column may have, made ready for looking one up.
struct Domain: Sendable {
    private var texts = ByteDictionary()
    private var folded = ByteDictionary()
    private var numbers: Set<UInt64> = []
    private let ignoresCase: Bool

    /// - Parameter isNumeric: the values stand for numbers, 0 and 1 for booleans.
    init(_ values: [String], isNumeric: Bool, ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
        for value in values {
            if isNumeric {
                if let number = Self.number(value) { numbers.insert((number + 0).bitPattern) }
            } else {
                Self.insert(value, &texts)
                if ignoresCase { Self.insert(value.lowercased(), &folded) }
            }
        }
    }

    func contains(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        if texts.find(value, hash: ByteHash.of(value)) != nil { return true }
        guard ignoresCase else { return false }
        var lowercased = String(decoding: value, as: UTF8.self).lowercased()
        return lowercased.withUTF8 { folded.find($0, hash: ByteHash.of($0)) != nil }
    }

    func contains(_ value: Double) -> Bool { numbers.contains((value + 0).bitPattern) }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "true": 1
        case "false": 0
        default: Double(text)
        }
    }

    private static func insert(_ text: String, _ dictionary: inout ByteDictionary) {
        var text = text
        text.withUTF8 { _ = dictionary.insert($0, hash: ByteHash.of($0)) }
    }
}
