/// Keys that the table has no columns for yet, with what their values have been.
struct JSONDiscovery: Sendable {
    struct Found: Sendable {
        /// From the outside to the inside.
        var path: [[UInt8]]
        /// The first row that has the key, and its place among the new ones of that row.
        var row: Int64
        var order: Int
        var evidence: TypeEvidence
    }

    private var index: [[[UInt8]]: Int] = [:]
    private(set) var found: [Found] = []

    var isEmpty: Bool { found.isEmpty }

    /// false: there are too many of them.
    mutating func add(_ path: [[UInt8]], row: Int64, limit: Int, _ body: (inout TypeEvidence) -> Void) -> Bool {
        let place = index[path] ?? found.count
        if place == found.count {
            guard found.count < limit else { return false }
            index[path] = place
            found.append(Found(path: path, row: row, order: place, evidence: TypeEvidence()))
        }
        body(&found[place].evidence)
        return true
    }

    /// Takes what another worker found.
    mutating func merge(_ other: JSONDiscovery) {
        for other in other.found {
            guard let place = index[other.path] else {
                index[other.path] = found.count
                found.append(other)
                continue
            }
            if (other.row, other.order) < (found[place].row, found[place].order) {
                (found[place].row, found[place].order) = (other.row, other.order)
            }
            found[place].evidence.merge(other.evidence)
        }
    }

    /// In the order of the file.
    var inOrder: [Found] { found.sorted { ($0.row, $0.order) < ($1.row, $1.order) } }
}
