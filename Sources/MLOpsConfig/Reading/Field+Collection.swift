extension Field {
    /// Returns the elements of a list, each with its place; reports an empty list and one that is too long.
    func elements(_ noun: String, maximum: Int = 1000) -> [Field]? {
        guard case .sequence(let nodes) = node.content else {
            return reject("must be a list of \(noun), not \(node.kind)", hint: "write it in brackets: [\(example)]")
        }
        guard !nodes.isEmpty else { return reject("must not be an empty list") }
        guard nodes.count <= maximum else { return reject("has more than \(maximum) elements") }
        return nodes.enumerated().map { element($0.offset, $0.element) }
    }

    /// Returns the texts of a list; a single text stands for a list of one where `acceptsSingle` says so.
    func texts(_ noun: String, acceptsSingle: Bool = false) -> [String]? {
        if acceptsSingle, case .scalar = node.content { return text().map { [$0] } }
        guard let elements = elements(noun) else { return nil }
        let texts = elements.map { $0.text() }
        return texts.contains(nil) ? nil : texts.compactMap(\.self)
    }

    /// Returns the entries of a mapping whose keys are names that the user chose, in the order of the names, so that
    /// the order of the file means nothing.
    func named(_ noun: String, _ rule: NameRule, maximum: Int = 200) -> [(name: String, field: Field)]? {
        guard case .mapping(let entries) = node.content else {
            return reject("must be a mapping of names to \(noun), not \(node.kind)")
        }
        guard !entries.isEmpty else { return reject("is empty", hint: "remove it") }
        guard entries.count <= maximum else { return reject("has more than \(maximum) entries") }
        for entry in entries {
            guard let problem = rule.problem(with: entry.key) else { continue }
            child(entry, of: nil).report(problem, hint: rule.hint, at: entry.keyPlace)
        }
        return entries.map { ($0.key, child($0, of: nil)) }.sorted { $0.name < $1.name }
    }

    private var example: String {
        guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else { return "a, b" }
        return scalar.text.split(separator: " ").joined(separator: ", ")
    }
}
