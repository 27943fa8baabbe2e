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
        Diagnostic(at: root.place(of: keys), key: keys.joined(separator: "."), problem: problem, hint: hint)
    }

    /// How a finding in the file of another pipeline names the value under `keys` of this one.
    func reference(to keys: [String]) -> String {
        let place = root.place(of: keys)
        return "\(definition.name.text.quoted) (\(place.file):\(place.line):\(place.column))"
    }
}
