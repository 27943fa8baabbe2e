/// Lays one document over another: mappings are merged key by key, everything else is replaced.
enum DocumentMerge {
    static func merge(_ lower: DocumentNode, with upper: DocumentNode) -> DocumentNode {
        guard case .mapping(var entries) = lower.content, case .mapping(let added) = upper.content else { return upper }
        for entry in added {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                let value = merge(entries[index].value, with: entry.value)
                entries[index] = DocumentEntry(key: entry.key, keyPlace: entry.keyPlace, value: value)
            } else {
                entries.append(entry)
            }
        }
        return DocumentNode(content: .mapping(entries), place: lower.place)
    }
}
