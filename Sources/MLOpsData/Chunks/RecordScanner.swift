/// Finds where the records of a text end, for text that arrives in pieces, in constant memory.
protocol RecordScanner: Sendable {
    /// Records that have ended.
    var records: Int64 { get }

    /// Whether the text may not end here.
    var isUnterminated: Bool { get }

    /// Takes the next piece of the text; pieces may end anywhere.
    ///
    /// - Returns: The offset in the piece after the last line end that ends a record; nil: there is none.
    mutating func consume(_ piece: UnsafeRawBufferPointer) -> Int?

    /// The text has ended; its last record needs no line end.
    mutating func finish()
}
