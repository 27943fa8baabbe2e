/// A thing that something was made from, and what that was made from.
package struct LineageNode: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case version, run, decision, dataset, file, code, definition, parameter, deployment, environment, program
        /// Stands for parts that are too many to be listed.
        case more
    }

    package var kind: Kind
    /// What it can be asked for by: `flights/3`, `r17`; a file's path.
    package var id: String
    package var text: String
    package var digest: String?
    package var at: Timestamp?
    package var children: [LineageNode]

    package init(
        kind: Kind, id: String, text: String, digest: String? = nil, at: Timestamp? = nil,
        children: [LineageNode] = []
    ) {
        self.kind = kind
        self.id = id
        self.text = text
        self.digest = digest
        self.at = at
        self.children = children
    }
}
