/// A value of a YAML document with its place, free of everything that this program does not accept in YAML.
struct DocumentNode: Hashable, Sendable {
    indirect enum Content: Hashable, Sendable {
        case scalar(DocumentScalar)
        case sequence([DocumentNode])
        /// In the order of the file; no key occurs twice.
        case mapping([DocumentEntry])
    }

    var content: Content
    var place: Place

    /// Returns where the value under `keys` is, or as near to it as the document goes.
    func place(of keys: [String]) -> Place { nearest(to: keys).place }

    /// What to call the value in a message.
    var kind: String {
        switch content {
        case .scalar(let scalar): scalar.isMissing ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// A text of a YAML document; what it means is up to the key it belongs to, never to how it looks.
struct DocumentScalar: Hashable, Sendable {
    enum Style: Hashable, Sendable {
        case plain, quoted, block
    }

    var text: String
    var style: Style

    /// Nothing was written after the key.
    var isMissing: Bool { text.isEmpty && style == .plain }
}

struct DocumentEntry: Hashable, Sendable {
    var key: String
    var keyPlace: Place
    var value: DocumentNode
}
