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
        // Consumed while it changes, so that its arrays are not copied.
        switch consume self {
        case .numeric(var profile):
            defer { self = .numeric(profile) }
            guard kind == 0 else { throw reader.malformed("the kind of the column") }
            try profile.merge(encoded: &reader)
        case .category(var profile):
            defer { self = .category(profile) }
            guard kind == 1 else { throw reader.malformed("the kind of the column") }
            try profile.merge(encoded: &reader)
        }
    }
}
