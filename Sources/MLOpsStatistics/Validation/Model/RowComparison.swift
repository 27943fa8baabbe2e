/// A relation between two columns that has to hold in each row where both have a value: `begin <= end`.
package struct RowComparison: Hashable, Sendable, Codable {
    package enum Relation: String, Hashable, Sendable, Codable, CaseIterable {
        // Longer signs first, so that `<=` is not taken for `<`.
        case atMost = "<="
        case atLeast = ">="
        case differs = "!="
        case equal = "=="
        case less = "<"
        case greater = ">"

        package func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
            switch self {
            case .atMost: a <= b
            case .atLeast: a >= b
            case .differs: a != b
            case .equal: a == b
            case .less: a < b
            case .greater: a > b
            }
        }
    }

    package var left: String
    package var relation: Relation
    package var right: String
    /// The share of rows in which it need not hold, in [0, 1].
    package var maximumRate: Double
    package var severity: Severity?

    package init(
        _ left: String, _ relation: Relation, _ right: String, maximumRate: Double = 0, severity: Severity? = nil
    ) {
        self.left = left
        self.relation = relation
        self.right = right
        self.maximumRate = maximumRate
        self.severity = severity
    }

    /// Reads `left <= right`, with spaces around the sign; nil when there is no such sign, or more than one.
    package init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        let signs = words.indices.filter { Relation(rawValue: String(words[$0])) != nil }
        guard signs.count == 1, signs[0] > 0, signs[0] < words.count - 1,
            let relation = Relation(rawValue: String(words[signs[0]]))
        else { return nil }
        let sign = " \(relation.rawValue) "
        guard let parts = Self.halves(text, around: sign) else { return nil }
        self.init(parts.0, relation, parts.1)
    }

    package var text: String { "\(left) \(relation.rawValue) \(right)" }

    private static func halves(_ text: String, around sign: String) -> (String, String)? {
        let (bytes, separator) = (Array(text.utf8), Array(sign.utf8))
        guard bytes.count > separator.count else { return nil }
        for start in 0...(bytes.count - separator.count)
        where bytes[start..<start + separator.count].elementsEqual(separator) {
            let left = trimmed(bytes[..<start]), right = trimmed(bytes[(start + separator.count)...])
            return left.isEmpty || right.isEmpty ? nil : (left, right)
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") }
        let start = bytes.drop(while: isBlank)
        let end = start.lastIndex { !isBlank($0) } ?? start.startIndex - 1
        return String(decoding: start.prefix(through: max(end, start.startIndex - 1)), as: UTF8.self)
    }
}
