/// Finds the values of lines, key by key, without making anything of them yet.
struct JSONLineTokeniser {
    /// One key on the way to a value; the bytes of a known one are looked up only when someone asks.
    private enum Step {
        case known(Int)
        case new([UInt8])
    }

    let keys: JSONKeys
    let columnCount: Int
    let limits: DataLimits
    /// Row by row, `columnCount` cells each.
    private(set) var cells: [JSONCell] = []
    private(set) var rowCount = 0
    private(set) var discovery = JSONDiscovery()
    private var path: [Step] = []
    /// New keys of the line that is read; they count only when the whole line is sound.
    private var pending: [(path: [[UInt8]], cell: JSONCell)] = []

    init(keys: JSONKeys, columnCount: Int, limits: DataLimits) {
        self.keys = keys
        self.columnCount = columnCount
        self.limits = limits
    }

    mutating func begin() {
        cells.removeAll(keepingCapacity: true)
        rowCount = 0
    }

    /// Reads one line that is not blank.
    mutating func tokenise(_ text: UnsafeRawPointer, from start: Int, to end: Int, row: Int64) throws(JSONProblem) {
        let first = cells.count
        cells.append(contentsOf: repeatElement(.missing, count: columnCount))
        rowCount += 1
        var scanner = JSONScanner(text: text, end: end, index: start, maximumDepth: limits.depth)
        path.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        do throws(JSONProblem) {
            scanner.skipSpace()
            try scanner.expect(UInt8(ascii: "{"), "a line must be an object")
            try readMembers(&scanner, node: JSONKeys.root, first: first, depth: 1)
            scanner.skipSpace()
            guard scanner.index == end else { throw JSONProblem("text after the object", scanner.index) }
            try discover(text, start, row)
        } catch {
            for index in first..<cells.count { cells[index] = .malformed }
            throw error
        }
    }

    private mutating func readMembers(
        _ scanner: inout JSONScanner, node: Int, first: Int, depth: Int
    ) throws(JSONProblem) {
        guard depth <= limits.depth else { throw JSONProblem("nested too deeply", scanner.index) }
        var expected = keys.first(of: node)
        var unknown: Set<[UInt8]> = []
        scanner.skipSpace()
        if scanner.take(UInt8(ascii: "}")) { return }
        while true {
            scanner.skipSpace()
            try scanner.expect(UInt8(ascii: "\""), "a key is missing")
            let start = scanner.index
            let hasEscapes = try scanner.scanString()
            let raw = UnsafeRawBufferPointer(start: scanner.text + start, count: scanner.index - 1 - start)
            scanner.skipSpace()
            try scanner.expect(UInt8(ascii: ":"), "a colon is missing")
            scanner.skipSpace()
            let found = hasEscapes ? findEscaped(raw, node) : keys.find(raw, in: node, expected: expected)
            if found >= 0 {
                expected = found &+ 1
                try readKnown(&scanner, found, first: first, depth: depth)
            } else {
                let key = hasEscapes ? JSONText.unescaped(raw) : Array(raw)
                guard unknown.insert(key).inserted else { throw JSONProblem("a key twice in one object", start) }
                try readUnknown(&scanner, key, first: first, depth: depth)
            }
            scanner.skipSpace()
            if scanner.take(UInt8(ascii: "}")) { return }
            try scanner.expect(UInt8(ascii: ","), "a comma is missing")
        }
    }

    private func findEscaped(_ raw: UnsafeRawBufferPointer, _ node: Int) -> Int {
        JSONText.unescaped(raw).withUnsafeBytes { keys.find($0, in: node, expected: Int.max) }
    }

    private mutating func readKnown(
        _ scanner: inout JSONScanner, _ index: Int, first: Int, depth: Int
    ) throws(JSONProblem) {
        let entry = keys.entry(index)
        if scanner.next == UInt8(ascii: "{") {
            path.append(.known(index))
            scanner.index += 1
            try readMembers(&scanner, node: entry.node, first: first, depth: depth + 1)
            path.removeLast()
            return
        }
        let start = scanner.index
        let cell = try readScalar(&scanner, depth: depth)
        guard entry.column >= 0 else {
            if cell.kind != .missing { pending.append((names(of: path + [.known(index)]), cell)) }
            return
        }
        guard cells[first + entry.column].kind == .missing else {
            throw JSONProblem("a key twice in one object", start)
        }
        cells[first + entry.column] = cell
    }

    private func names(of path: [Step]) -> [[UInt8]] {
        path.map { step in
            switch step {
            case .known(let index): keys.name(index)
            case .new(let name): name
            }
        }
    }

    private mutating func readUnknown(
        _ scanner: inout JSONScanner, _ key: [UInt8], first: Int, depth: Int
    ) throws(JSONProblem) {
        path.append(.new(key))
        defer { path.removeLast() }
        if scanner.take(UInt8(ascii: "{")) {
            return try readMembers(&scanner, node: JSONKeys.unknown, first: first, depth: depth + 1)
        }
        pending.append((names(of: path), try readScalar(&scanner, depth: depth)))
    }

    private mutating func discover(_ text: UnsafeRawPointer, _ start: Int, _ row: Int64) throws(JSONProblem) {
        let limit = max(0, limits.columns - columnCount)
        // A line of thousands of new keys must not bring in some of them and be refused for the others.
        guard discovery.found.count <= limit, pending.count <= limit else {
            throw JSONProblem("too many different keys", start)
        }
        for (path, cell) in pending {
            let raw = UnsafeRawBufferPointer(start: text + cell.start, count: cell.length)
            let added = discovery.add(path, row: row, limit: limit) { evidence in
                if cell.kind != .missing { evidence.add(CellKind(cell.kind, raw), raw, row: row) }
            }
            guard added else { throw JSONProblem("too many different keys", start) }
        }
    }

    private func readScalar(_ scanner: inout JSONScanner, depth: Int) throws(JSONProblem) -> JSONCell {
        let start = scanner.index
        let cell: JSONCell
        switch scanner.next {
        case UInt8(ascii: "\""):
            scanner.index += 1
            let hasEscapes = try scanner.scanString()
            cell = JSONCell(hasEscapes ? .escapedText : .text, start: start + 1, end: scanner.index - 1)
        case UInt8(ascii: "["):
            try scanner.scanValue(depth: depth + 1)
            cell = JSONCell(.list, start: start, end: scanner.index)
        case UInt8(ascii: "t"):
            try scanner.scanWord("true")
            cell = JSONCell(.yes, start: start, end: scanner.index)
        case UInt8(ascii: "f"):
            try scanner.scanWord("false")
            cell = JSONCell(.no, start: start, end: scanner.index)
        case UInt8(ascii: "n"):
            try scanner.scanWord("null")
            cell = .missing
        default:
            try scanner.scanNumber()
            cell = JSONCell(.number, start: start, end: scanner.index)
        }
        guard cell.length <= limits.cellBytes else { throw JSONProblem("a value is longer than is read", start) }
        return cell
    }
}

extension CellKind {
    /// What a value of JSON could be: of text, only days and moments as ISO 8601 writes them are more than text.
    init(_ kind: JSONCell.Kind, _ raw: UnsafeRawBufferPointer) {
        switch kind {
        case .yes, .no: self = .boolean
        case .number: self = NumberText(raw)?.integer == nil ? .double : .integer
        case .text:
            let moment = ISOTimestamp.value(raw)
            self = moment.map { $0.hasTime ? .timestamp(zoned: $0.hasZone) : .date } ?? .string
        case .list: self = .list
        case .missing, .escapedText, .malformed: self = .string
        }
    }
}
