/// What was read of a file, before its rows: a line of JSON, then `count` rows of `PackedRow.words(…)` words each.
package struct RowAnswer: Codable, Hashable, Sendable {
    /// An example of a row that can not be used.
    package struct Rejected: Codable, Hashable, Sendable {
        /// Counted from 0 within what was read.
        package var row: Int64
        package var reason: String
    }

    package var count = 0
    /// Texts that rows name by their place in these lists.
    package var versions: [String] = []
    package var classes: [String] = []
    package var segments: [[String]] = []
    package var rejected: Int64 = 0
    package var examples: [Rejected] = []
    /// Up to where it is read now.
    package var offset: Int64 = 0
    /// Whether there is more to read at once.
    package var hasMore = false
    /// Whether there is nothing more to read unless the file changes.
    package var isComplete = false
    /// Whether the file is not what it was when it was read before: it was read from its beginning.
    package var hasBegunAnew = false
    package var header: String?
    package var headDigest: String?
    package var tailDigest: String?
    /// Why nothing can be read.
    package var failure: String?

    package init() {}
}

/// A row as 64-bit words: key, time, version, prediction, score, label, time of the label, then scores and segments.
///
/// What there is not of numbers is NaN, of places in lists -1, of times `Int64.min`.
package enum PackedRow {
    package static let fixedWords = 8

    package static func words(scores: Int, segments: Int) -> Int { fixedWords + scores + segments }
}
