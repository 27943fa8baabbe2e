/// Finds the word that was probably meant.
package enum Suggestion {
    /// Returns the candidate nearest to `word`, or nil when none is near enough to be more than a guess.
    package static func nearest<Words: Sequence<String>>(to word: String, among candidates: Words) -> String? {
        // A word this long is no slip of the finger, and the distance costs its square.
        guard word.utf8.count <= 64 else { return nil }
        let wanted = normalised(word)
        let limit = max(1, wanted.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let distance = distance(from: wanted, to: normalised(candidate))
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// Returns `did you mean "…"?`, or nil when no candidate is near.
    static func hint<Words: Sequence<String>>(for word: String, among candidates: Words) -> String? {
        nearest(to: word, among: candidates).map { "did you mean \($0.quoted)?" }
    }

    /// Case and the choice between `-` and `_` are the most frequent slips; they count as nothing.
    private static func normalised(_ word: String) -> [UInt8] {
        word.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    }

    /// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
    private static func distance(from left: [UInt8], to right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                let substitution = last[column] + (leftByte == rightByte ? 0 : 1)
                var least = min(last[column + 1] + 1, current[column] + 1, substitution)
                if row > 0, column > 0, leftByte == right[column - 1], left[row - 1] == rightByte {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
