/// Which column each key of a line belongs to, nested ones as paths.
struct JSONKeys: Sendable {
    /// One key of an object: a scalar of its own, an object with more keys, or both in different lines.
    struct Entry: Sendable {
        let name: [UInt8]
        var column: Int?
        var node: Int?
    }

    private struct Node: Sendable {
        let path: String
        var entries: [Entry] = []
        var byName: [[UInt8]: Int] = [:]
    }

    private var nodes = [Node(path: "")]

    /// - Parameter paths: The columns' keys from the outside to the inside.
    init(paths: [[[UInt8]]]) {
        for (column, path) in paths.enumerated() {
            var node = 0
            for key in path.dropLast() { node = child(of: node, key) }
            if let last = path.last { nodes[node].entries[entry(of: node, last)].column = column }
        }
    }

    private mutating func entry(of node: Int, _ name: [UInt8]) -> Int {
        if let index = nodes[node].byName[name] { return index }
        nodes[node].entries.append(Entry(name: name))
        nodes[node].byName[name] = nodes[node].entries.count - 1
        return nodes[node].entries.count - 1
    }

    private mutating func child(of node: Int, _ name: [UInt8]) -> Int {
        let index = entry(of: node, name)
        if let known = nodes[node].entries[index].node { return known }
        nodes.append(Node(path: ""))
        nodes[node].entries[index].node = nodes.count - 1
        return nodes.count - 1
    }

    /// Finds a key; most lines have their keys in one order, so the one after the last is tried first.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer, in node: Int, after last: Int) -> (index: Int, entry: Entry)? {
        let entries = nodes[node].entries
        let expected = last &+ 1
        if expected < entries.count, Self.isEqual(entries[expected].name, key) { return (expected, entries[expected]) }
        guard let index = nodes[node].byName[Array(key)] else { return nil }
        return (index, entries[index])
    }

    @inline(__always)
    private static func isEqual(_ name: [UInt8], _ key: UnsafeRawBufferPointer) -> Bool {
        name.count == key.count && name.withUnsafeBytes { $0.elementsEqual(key) }
    }
}
