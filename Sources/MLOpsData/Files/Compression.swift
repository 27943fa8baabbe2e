/// How a file's bytes are packed.
///
/// Where name and content disagree, the content is right.
package enum Compression: Hashable, Sendable, CaseIterable {
    case none, gzip, zstd

    /// How many of a file's first bytes tell.
    static let magicBytes = 4

    package init(fileName: some Collection<UInt8>) {
        let name = Array(fileName)
        self = name.hasEnding(".gz") ? .gzip : name.hasEnding(".zst") ? .zstd : .none
    }

    /// - Parameter content: The first bytes; so few that they could be the beginning of a magic number, the name decides.
    package init(content: some Collection<UInt8>, fileName: some Collection<UInt8>) {
        let isCut = (1..<Self.magicBytes).contains(content.count)
        self = isCut ? Compression(fileName: fileName) : Compression(content: content)
    }

    /// Neither magic number can begin a text in UTF-8 or a Parquet file.
    ///
    /// A skippable frame may come first in zstd.
    init(content: some Collection<UInt8>) {
        let head = Array(content.prefix(Self.magicBytes))
        switch head {
        case _ where head.starts(with: [0x1F, 0x8B]): self = .gzip
        case [0x28, 0xB5, 0x2F, 0xFD]: self = .zstd
        case _ where head.count == 4 && head[0] & 0xF0 == 0x50 && head[1...] == [0x2A, 0x4D, 0x18]: self = .zstd
        default: self = .none
        }
    }

    static func strippingEnding(of name: [UInt8]) -> [UInt8] {
        switch Compression(fileName: name) {
        case .none: name
        case .gzip: Array(name.dropLast(3))
        case .zstd: Array(name.dropLast(4))
        }
    }
}

extension [UInt8] {
    /// Whether a name ends so, whatever the case of its ASCII letters.
    func hasEnding(_ ending: StaticString) -> Bool {
        let lowered = suffix(ending.utf8CodeUnitCount).map { (65...90).contains($0) ? $0 + 32 : $0 }
        return ending.withUTF8Buffer { lowered.elementsEqual($0) }
    }
}
