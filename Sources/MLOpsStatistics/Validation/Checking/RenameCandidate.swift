/// Whether a new column may be a missing one under another name.
enum RenameCandidate {
    static func fits(_ rules: ColumnRules, _ column: ColumnFacts) -> Bool {
        guard isNear(rules.name, column.name), rules.type.accepts(column.found) else { return false }
        guard let range = rules.softRange ?? rules.range, let median = column.median else { return true }
        return range.contains(median)
    }

    /// At most two slips apart, whatever the case and the signs between words, or one within the other.
    static func isNear(_ a: String, _ b: String) -> Bool {
        let (a, b) = (letters(a), letters(b))
        if a == b { return !a.isEmpty }
        let shorter = min(a.count, b.count)
        guard max(a.count, b.count) <= 64 else { return false }
        if shorter >= 3, contains(a.count > b.count ? a : b, shorter == a.count ? a : b) { return true }
        return distance(a, b) <= (shorter >= 5 ? 2 : shorter >= 3 ? 1 : 0)
    }

    private static func letters(_ name: String) -> [UInt8] {
        name.lowercased().utf8.filter { $0 >= 0x80 || $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7A }
    }

    private static func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
        guard whole.count >= part.count else { return false }
        return (0...(whole.count - part.count)).contains { whole[$0..<$0 + part.count].elementsEqual(part) }
    }

    /// The number of insertions, deletions and substitutions (Levenshtein, 1966).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (left == right ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
