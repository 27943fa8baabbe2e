import Glibc

/// Which column each key of a line belongs to, nested ones as paths.
///
/// Plain numbers in arrays of its own, one copy for each worker: counting references to shared ones, key by key, would
/// make the workers wait for each other.
struct JSONKeys: Sendable {
    /// One key of an object: a scalar of its own, an object with more keys, or both in different lines.
    struct Entry: Sendable {
        fileprivate let nameStart: Int
        fileprivate let nameLength: Int
        /// -1: none.
        fileprivate(set) var column = -1
        fileprivate(set) var node = -1
    }

    /// While the tree grows.
    private struct Draft {
        var name: [UInt8]
        var column = -1
        var children: [Int] = []
    }

    /// The node of a line itself; that of an object the table knows nothing of.
    static let root = 0, unknown = -1

    private var names: [UInt8] = []
    /// Those of one node lie one after another.
    private var entries: [Entry] = []
    private var ranges: [Range<Int>] = []
    private var byName: [[[UInt8]: Int]] = []

    /// - Parameter paths: The columns' keys from the outside to the inside.
    init(paths: [[[UInt8]]]) {
        var drafts = [Draft(name: [])]
        for (column, path) in paths.enumerated() {
            var draft = 0
            for key in path { draft = Self.child(of: draft, key, &drafts) }
            drafts[draft].column = column
        }
        _ = addNode(0, drafts)
    }

    private static func child(of parent: Int, _ name: [UInt8], _ drafts: inout [Draft]) -> Int {
        if let known = drafts[parent].children.first(where: { drafts[$0].name == name }) { return known }
        drafts.append(Draft(name: name))
        drafts[parent].children.append(drafts.count - 1)
        return drafts.count - 1
    }

    private mutating func addNode(_ draft: Int, _ drafts: [Draft]) -> Int {
        let (node, first) = (ranges.count, entries.count)
        let children = drafts[draft].children
        ranges.append(first..<first + children.count)
        byName.append([:])
        for child in children {
            let name = drafts[child].name
            byName[node][name] = entries.count
            entries.append(Entry(nameStart: names.count, nameLength: name.count, column: drafts[child].column))
            names += name
        }
        for (offset, child) in children.enumerated() where !drafts[child].children.isEmpty {
            entries[first + offset].node = addNode(child, drafts)
        }
        return node
    }

    /// Where the keys of a node begin.
    @inline(__always) func first(of node: Int) -> Int { node < 0 ? 0 : ranges[node].lowerBound }

    @inline(__always) func entry(_ index: Int) -> Entry { entries[index] }

    func name(_ index: Int) -> [UInt8] {
        Array(names[entries[index].nameStart..<entries[index].nameStart + entries[index].nameLength])
    }

    /// Finds a key; most lines have their keys in one order, so the expected one is tried first.
    ///
    /// - Returns: Its entry's place; -1: the node has no such key.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer, in node: Int, expected: Int) -> Int {
        guard node >= 0 else { return -1 }
        if expected < ranges[node].upperBound, matches(expected, key) { return expected }
        return byName[node][Array(key)] ?? -1
    }

    @inline(__always)
    private func matches(_ index: Int, _ key: UnsafeRawBufferPointer) -> Bool {
        let entry = entries[index]
        guard entry.nameLength == key.count, let address = key.baseAddress else { return false }
        return names.withUnsafeBytes { names in
            names.baseAddress.map { memcmp($0 + entry.nameStart, address, key.count) == 0 } ?? true
        }
    }
}
