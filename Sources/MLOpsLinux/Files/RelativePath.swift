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
        self.init(Array(bytes))
    }

    /// As for any sequence, without a copy.
    package init?(_ bytes: [UInt8]) {
        guard bytes.isEmpty || Self.isWellFormed(bytes) else { return nil }
        self.bytes = bytes
    }

    /// The rule of `FileName` for each part, in one pass: thousands of paths are made for a single run.
    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        var start = bytes.startIndex
        for (index, byte) in bytes.enumerated() {
            if byte == 0 { return false }
            guard byte == UInt8(ascii: "/") else { continue }
            guard canName(bytes[start..<index]) else { return false }
            start = index + 1
        }
        return canName(bytes[start...])
    }

    private static func canName(_ part: ArraySlice<UInt8>) -> Bool {
        part.count > 2 || !part.allSatisfy { $0 == UInt8(ascii: ".") }
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
        let name = isRoot ? [UInt8(ascii: ".")] : bytes
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { buffer in
            name.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            buffer[name.count] = 0
            // Never nil: there is room for the terminator at least.
            return buffer.baseAddress.map { body($0) } ?? body("")
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
