extension ColumnProfile {
    /// The first byte of every encoded profile, so that a later form can be told from this one.
    static let version: UInt8 = 1

    /// The profile in a few hundred bytes: about six for each filled numeric cell, about three for a category.
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(byte: Self.version)
        switch self {
        case .numeric(let profile):
            writer.write(byte: 0)
            profile.encode(into: &writer)
        case .category(let profile):
            writer.write(byte: 1)
            profile.encode(into: &writer)
        }
    }

    /// Adds an encoded profile of the same cells, without building it; after an error the profile is useless.
    ///
    /// - Throws: ``MalformedProfile`` for bytes that are not such a profile; never traps.
    package mutating func merge(encoded bytes: [UInt8]) throws(MalformedProfile) {
        var reader = ByteReader(bytes)
        try merge(encoded: &reader)
        try reader.end()
    }

    mutating func merge(encoded reader: inout ByteReader) throws(MalformedProfile) {
        guard try reader.byte() == Self.version else { throw reader.malformed("version \(Self.version)") }
        let kind = try reader.byte()
        switch (self, kind) {
        case (.numeric(var profile), 0):
            self = .vacant
            try profile.merge(encoded: &reader)
            self = .numeric(profile)
        case (.category(var profile), 1):
            self = .vacant
            try profile.merge(encoded: &reader)
            self = .category(profile)
        default: throw reader.malformed("the kind of the column")
        }
    }
}
