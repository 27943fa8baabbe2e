/// How a file's bytes are packed, as its name says.
package enum Compression: Hashable, Sendable, CaseIterable {
    case none, gzip, zstd

    package init(fileName: some Collection<UInt8>) {
        let name = Array(fileName)
        self = name.hasEnding(".gz") ? .gzip : name.hasEnding(".zst") ? .zstd : .none
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
