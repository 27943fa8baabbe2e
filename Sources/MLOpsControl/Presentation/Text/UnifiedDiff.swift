/// What makes one text of another, line by line, as `diff -u` has it.
struct UnifiedDiff {
    enum Line: Hashable {
        case kept(Substring)
        case removed(Substring)
        case added(Substring)

        var isKept: Bool { if case .kept = self { true } else { false } }
    }

    /// A part that differs, with what is around it.
    struct Hunk: Hashable {
        /// Of the old text and of the new one, counted from 1; 0 where there is no line.
        var oldStart: Int
        var newStart: Int
        var lines: [Line]
    }

    /// Lines around a change that are shown.
    static let context = 3

    let hunks: [Hunk]

    /// A line feed belongs to its line, so that a last line without one differs from one that has it.
    init(from old: String, to new: String) {
        hunks = Self.hunks(of: Self.lines(from: Self.lines(of: old), to: Self.lines(of: new)))
    }

    private static func lines(of text: String) -> [Substring] {
        var rest = text[...]
        var lines: [Substring] = []
        while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
            let next = rest.utf8.index(after: end)
            lines.append(rest[..<next])
            rest = rest[next...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }

    /// All lines of both; those that are taken away stand before those that come in their place.
    private static func lines(from old: [Substring], to new: [Substring]) -> [Line] {
        let (removed, added) = offsets(of: new.difference(from: old))
        var lines: [Line] = []
        var right = 0
        func add() {
            while added.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            }
        }
        for left in old.indices {
            if removed.contains(left) {
                lines.append(.removed(old[left]))
            } else {
                add()
                lines.append(.kept(old[left]))
                right += 1
            }
        }
        add()
        return lines
    }

    /// Which lines of the old text are taken away, and which of the new one come.
    private static func offsets(of difference: CollectionDifference<Substring>) -> (removed: Set<Int>, added: Set<Int>)
    {
        difference.reduce(into: ([], [])) { sets, change in
            switch change {
            case .remove(let offset, _, _): sets.removed.insert(offset)
            case .insert(let offset, _, _): sets.added.insert(offset)
            }
        }
    }

    private static func hunks(of lines: [Line]) -> [Hunk] {
        let changes = lines.indices.filter { !lines[$0].isKept }
        var ranges: [Range<Int>] = []
        for change in changes {
            let range = max(0, change - context)..<min(lines.count, change + context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges.map { Hunk($0, of: lines) }
    }
}

extension UnifiedDiff.Hunk {
    init(_ range: Range<Int>, of all: [UnifiedDiff.Line]) {
        lines = Array(all[range])
        let before = all[..<range.lowerBound]
        oldStart = before.count { !$0.isAdded } + (lines.contains { !$0.isAdded } ? 1 : 0)
        newStart = before.count { !$0.isRemoved } + (lines.contains { !$0.isRemoved } ? 1 : 0)
    }

    /// `@@ -1,4 +1,5 @@`.
    var header: String {
        "@@ -\(oldStart),\(lines.count { !$0.isAdded }) +\(newStart),\(lines.count { !$0.isRemoved }) @@"
    }
}

extension UnifiedDiff.Line {
    fileprivate var isAdded: Bool { if case .added = self { true } else { false } }
    fileprivate var isRemoved: Bool { if case .removed = self { true } else { false } }
}
