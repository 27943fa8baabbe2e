/// A table written as text, one record after another, as far as its beginning tells.
protocol TextTable: Sendable {
    associatedtype Parser: TextParser

    var schema: TableSchema { get }
    /// Where the first record begins in the unpacked text.
    var dataStart: Int { get }
    /// Empty yet.
    var report: ReadReport { get }

    func scanner() -> any RecordScanner
    /// For one worker.
    func parser() -> Parser
    /// The table with types that hold what a whole pass has seen; nil: they did.
    func widened(by findings: Parser.Findings) -> Self?
}

/// Turns one chunk after another into batches.
protocol TextParser {
    /// What was seen that the table's types do not hold.
    associatedtype Findings: Sendable

    var report: ReadReport { get }
    var findings: Findings { get }
    /// Whether the pass is in vain, because types have to be widened.
    var isInVain: Bool { get }

    /// Hands every batch over, in the order of the text.
    mutating func parse(_ chunk: TextChunk, _ deliver: (ColumnBatch) -> Void) throws(DataError)

    static func merge(_ findings: inout Findings, _ other: Findings)
}
