/// A value under the key that says how to read it.
///
/// The reading functions report what is wrong and return nil.
struct Field {
    let node: DocumentNode
    /// The path of keys from the root: `steps.train.retry`.
    let path: String
    /// The last key of the path.
    let name: String
    /// The mapping the key belongs to; nil for elements of lists and names that the user chose.
    let schema: Schema?
    let findings: Findings

    init(root: DocumentNode, findings: Findings) {
        self.init(node: root, path: "", name: "", schema: nil, findings: findings)
    }

    private init(node: DocumentNode, path: String, name: String, schema: Schema?, findings: Findings) {
        self.node = node
        self.path = path
        self.name = name
        self.schema = schema
        self.findings = findings
    }

    func child(_ entry: DocumentEntry, of schema: Schema?) -> Field {
        let path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
        return Field(node: entry.value, path: path, name: entry.key, schema: schema, findings: findings)
    }

    func element(_ index: Int, _ node: DocumentNode) -> Field {
        Field(node: node, path: "\(path)[\(index)]", name: name, schema: schema, findings: findings)
    }

    /// Reports a problem with this value.
    ///
    /// - Parameter offset: Unicode scalars into the text of the value.
    func report(_ problem: String, hint: String? = nil, offset: Int = 0) {
        var place = node.place
        place.column += offset
        report(problem, hint: hint, at: place)
    }

    func report(_ problem: String, hint: String? = nil, at place: Place) {
        findings.report(Diagnostic(at: place, key: path, problem: problem, hint: hint))
    }

    /// Reports a problem with the value, and returns nil for the reader to return.
    func reject<Value>(_ problem: String, hint: String? = nil, offset: Int = 0) -> Value? {
        report(problem, hint: hint, offset: offset)
        return nil
    }
}
