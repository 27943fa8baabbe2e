/// A path below some directory: names joined by slashes, never absolute, never climbing out.
///
/// Empty means the directory.
package struct RelativePath: Hashable, Sendable {
    package static let root = RelativePath(unchecked: [])

    package let bytes: [UInt8]

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns nil when a part cannot name an entry (`..`, an empty part, a NUL).
    package init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard bytes.isEmpty || parts.allSatisfy({ FileName($0) != nil }) else { return nil }
        self.bytes = bytes
    }

    package init?(_ text: String) {
        self.init(text.utf8)
    }

    package var isRoot: Bool { bytes.isEmpty }
    /// Whether it has one part.
    var isName: Bool { !isRoot && !bytes.contains(UInt8(ascii: "/")) }

    package func appending(_ name: FileName) -> RelativePath {
        RelativePath(unchecked: isRoot ? name.bytes : bytes + [UInt8(ascii: "/")] + name.bytes)
    }

    /// The path as text, nil when it is not valid UTF-8.
    package var text: String? {
        String(validating: bytes, as: UTF8.self)
    }

    package var names: [FileName] {
        bytes.split(separator: UInt8(ascii: "/")).compactMap { FileName($0) }
    }

    /// Whether this is the other path or lies below it.
    package func isWithin(_ other: RelativePath) -> Bool {
        other.isRoot || bytes == other.bytes || bytes.starts(with: other.bytes + [UInt8(ascii: "/")])
    }

    /// Calls `body` with the path as a C string, `.` for the directory itself.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let terminated = (isRoot ? [UInt8(ascii: ".")] : bytes) + [0]
        return terminated.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // Never nil: the array holds at least the terminator.
                characters.baseAddress.map(body) ?? body("")
            }
        }
    }
}

extension RelativePath: Comparable {
    package static func < (left: RelativePath, right: RelativePath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension RelativePath: CustomStringConvertible {
    /// The path escaped for showing.
    package var description: String {
        UntrustedText.escape(bytes)
    }
}
