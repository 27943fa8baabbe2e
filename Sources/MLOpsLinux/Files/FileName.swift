/// The name of a directory entry: bytes, not text, because Linux promises no encoding.
package struct FileName: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Returns nil for what cannot name an entry: empty, `.`, `..`, or holding a slash or NUL.
    package init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        let dot = UInt8(ascii: ".")
        guard !bytes.isEmpty, bytes != [dot], bytes != [dot, dot], !bytes.contains(0),
            !bytes.contains(UInt8(ascii: "/"))
        else { return nil }
        self.bytes = bytes
    }

    package init?(_ text: String) {
        self.init(text.utf8)
    }

    /// The name as text, nil when it is not valid UTF-8.
    package var text: String? {
        String(validating: bytes, as: UTF8.self)
    }
}

extension FileName: Comparable {
    package static func < (left: FileName, right: FileName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension FileName: CustomStringConvertible {
    /// The name escaped for showing.
    package var description: String {
        UntrustedText.escape(bytes)
    }
}
