/// Refuses a text that is full of aliases before the YAML parser sees it.
///
/// The parser hashes every key, and the hash of an alias is the hash of all it stands for: a few dozen nested
/// aliases used as keys would keep it busy for ever. A text with fewer is left to ``DocumentReader``, which refuses
/// the first anchor at its exact place.
struct AliasScan {
    let file: String

    /// Sixteen aliases can double a value at most eight times over.
    private static let limit = 16

    func diagnostic(in text: String) -> Diagnostic? {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "&")), bytes.contains(UInt8(ascii: "*")) else { return nil }
        let anchors = Set(names(after: UInt8(ascii: "&"), in: bytes).map(\.name))
        let aliases = names(after: UInt8(ascii: "*"), in: bytes).filter { anchors.contains($0.name) }
        guard aliases.count > Self.limit else { return nil }
        let line = bytes[..<aliases[0].position].count { $0 == UInt8(ascii: "\n") } + 1
        return Diagnostic(
            file: file, line: line, problem: "anchors (&name) and aliases (*name) are not accepted",
            hint: "write the value out wherever it is used")
    }

    /// The names that stand directly after `sign` where a value can begin.
    private func names(after sign: UInt8, in bytes: [UInt8]) -> [(name: ArraySlice<UInt8>, position: Int)] {
        var names: [(ArraySlice<UInt8>, Int)] = []
        for position in bytes.indices where bytes[position] == sign {
            guard position == 0 || isSeparator(bytes[position - 1]) else { continue }
            let name = bytes[(position + 1)...].prefix(while: isNameByte)
            if !name.isEmpty { names.append((name, position)) }
        }
        return names
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "["),
            UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
