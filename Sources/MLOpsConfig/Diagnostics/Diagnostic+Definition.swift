package import MLOpsCore

extension Diagnostic {
    /// A problem with a definition that was read before, at the value under `keys` in the text that it was read from, or
    /// as near to it as that goes.
    package init(
        in definition: PipelineDefinition, file: String, keys: [String], problem: String, hint: String? = nil
    ) {
        self.init(file: file, key: keys.joined(separator: "."), problem: problem, hint: hint)
        // What was read once can be read again; if not, the file alone is named.
        guard let root = try? DocumentReader(file: file).read(definition.source) else { return }
        let place = root.nearest(to: keys).place
        (line, column) = (place.line, place.column)
    }
}

extension DocumentNode {
    /// The value under `keys`, or the last on the way to it that there is.
    func nearest(to keys: [String]) -> DocumentNode {
        var node = self
        for key in keys {
            guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key == key }) else {
                break
            }
            node = entry.value
        }
        return node
    }
}
