/// One field of a journal record.
package struct JournalField: Hashable, Sendable {
    package let name: String
    package let value: String

    /// Names are fixed in the program: upper case letters, digits and underscores, at most 64, not starting with `_`.
    package init(_ name: StaticString, _ value: String) {
        self.name = "\(name)"
        self.value = value
        precondition(Self.isValid(self.name), "not a journal field name: \(name)")
    }

    static func isValid(_ name: String) -> Bool {
        let isAllowed = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
        return isAllowed && (1...64).contains(name.utf8.count) && !name.hasPrefix("_")
    }
}
