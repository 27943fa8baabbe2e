import Yams

/// Turns the text of one file into nodes, and refuses what of YAML makes a file mean other than it says: anchors,
/// aliases, tags, several documents, keys given twice.
struct DocumentReader {
    let file: String

    /// Definitions nest about eight deep; combinations of triggers a few more.
    static let maximumDepth = 48

    /// Returns the root, or nil for a file without content.
    func read(_ text: String) throws(ConfigurationError) -> DocumentNode? {
        if let diagnostic = NestingScan(file: file).diagnostic(in: text) ?? AliasScan(file: file).diagnostic(in: text) {
            throw ConfigurationError(diagnostic)
        }
        do {
            // The parser owns the anchors, which nodes only refer to weakly. Its tags are resolved by no rule at all,
            // because implicit typing decides nothing here.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return nil }
            return try withExtendedLifetime(parser) { try convert(root, depth: 0) }
        } catch let diagnostic as Diagnostic {
            throw ConfigurationError(diagnostic)
        } catch {
            throw ConfigurationError(SyntaxDiagnosis(file: file, text: text).diagnostic(for: error))
        }
    }

    private func convert(_ node: Node, depth: Int) throws(Diagnostic) -> DocumentNode {
        let place = place(of: node)
        guard depth < Self.maximumDepth else {
            throw Diagnostic(at: place, problem: "the file nests deeper than \(Self.maximumDepth) levels")
        }
        if node.anchor != nil || node.alias != nil {
            throw Diagnostic(
                at: place, problem: "anchors (&name) and aliases (*name) are not accepted",
                hint: "write the value out wherever it is used")
        }
        return DocumentNode(content: try content(of: node, depth: depth, at: place), place: place)
    }

    private func content(of node: Node, depth: Int, at place: Place) throws(Diagnostic) -> DocumentNode.Content {
        switch node {
        case .scalar(let scalar):
            try checkTag(node, is: "str", at: place)
            return .scalar(DocumentScalar(text: scalar.string, style: style(of: scalar)))
        case .sequence(let sequence):
            try checkTag(node, is: "seq", at: place)
            var elements: [DocumentNode] = []
            for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
            return .sequence(elements)
        case .mapping(let mapping):
            try checkTag(node, is: "map", at: place)
            return .mapping(try entries(of: mapping, depth: depth))
        case .alias:
            throw Diagnostic(at: place, problem: "aliases (*name) are not accepted")
        }
    }

    private func entries(of mapping: Node.Mapping, depth: Int) throws(Diagnostic) -> [DocumentEntry] {
        var entries: [DocumentEntry] = []
        for (key, value) in mapping {
            let node = try convert(key, depth: depth + 1)
            guard case .scalar(let scalar) = node.content else {
                throw Diagnostic(
                    at: node.place, problem: "a key must be a name, not \(node.kind)",
                    hint: "quote it if it begins with [ or {")
            }
            let value = try convert(value, depth: depth + 1)
            entries.append(DocumentEntry(key: scalar.text, keyPlace: node.place, value: value))
        }
        return entries
    }

    private func checkTag(_ node: Node, is name: String, at place: Place) throws(Diagnostic) {
        let standard = "tag:yaml.org,2002:"
        let tag = node.tag.description
        guard tag != standard + name else { return }
        let written = tag.hasPrefix(standard) ? "!!\(tag.dropFirst(standard.count))" : tag
        throw Diagnostic(
            at: place, problem: "tags (\(written)) are not accepted",
            hint: "the key alone says what type its value has")
    }

    private func style(of scalar: Node.Scalar) -> DocumentScalar.Style {
        switch scalar.style {
        case .any, .plain: .plain
        case .singleQuoted, .doubleQuoted: .quoted
        case .literal, .folded: .block
        }
    }

    private func place(of node: Node) -> Place {
        Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}
