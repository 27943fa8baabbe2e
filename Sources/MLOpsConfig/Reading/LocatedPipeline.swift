import MLOpsCore

/// A definition together with the document it came from, so that later findings can name their place.
struct LocatedPipeline: Sendable {
    var definition: PipelineDefinition
    var path: String
    private var root: DocumentNode

    init(definition: PipelineDefinition, path: String, root: DocumentNode) {
        self.definition = definition
        self.path = path
        self.root = root
    }

    /// Returns a diagnostic at the value under `keys`, or as near to it as the document goes.
    func diagnostic(_ keys: [String], _ problem: String, hint: String? = nil) -> Diagnostic {
        var node = root
        for key in keys {
            guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key == key }) else {
                break
            }
            node = entry.value
        }
        return Diagnostic(at: node.place, key: keys.joined(separator: "."), problem: problem, hint: hint)
    }
}
