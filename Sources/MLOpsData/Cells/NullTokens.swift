/// What stands for "there is no value" in a text when no quotes are around it.
package struct NullTokens: Hashable, Sendable {
    /// The empty cell, and what pandas, R, databases and spreadsheets write.
    ///
    /// `NaN` and `nan` are not among them: in a column of numbers they are the value NaN, elsewhere null.
    package static let standard = NullTokens(["", "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "Null", "null", "None"])

    private let tokens: [[UInt8]]
    private let longest: Int
    private let hasEmpty: Bool
    /// A bit for each byte that a token begins with, so that most cells are told apart by one look.
    private let firstBytes: SIMD4<UInt64>

    package init(_ tokens: [String]) {
        self.tokens = tokens.map { Array($0.utf8) }
        longest = self.tokens.map(\.count).max() ?? -1
        hasEmpty = self.tokens.contains([])
        var firstBytes = SIMD4<UInt64>()
        for first in self.tokens.compactMap(\.first) { firstBytes[Int(first >> 6)] |= 1 << UInt64(first & 63) }
        self.firstBytes = firstBytes
    }

    @inline(__always)
    func contains(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard cell.count > 0 else { return hasEmpty }
        guard cell.count <= longest, case let first = cell[0],
            firstBytes[Int(first >> 6)] &>> UInt64(first & 63) & 1 == 1
        else { return false }
        return search(cell)
    }

    @inline(never)
    private func search(_ cell: UnsafeRawBufferPointer) -> Bool {
        tokens.contains { $0.count == cell.count && $0.elementsEqual(cell) }
    }
}
