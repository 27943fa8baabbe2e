/// One of the first cells or rows that something is wrong with.
package struct CellExample: Hashable, Sendable, Comparable {
    /// Counted from 0.
    package var row: Int64
    /// At most `maximumBytes` of it; what is not UTF-8 is replaced.
    package var text: String

    static let maximumBytes = 80

    init(row: Int64, text: some Collection<UInt8>) {
        self.row = row
        self.text = String(decoding: text.prefix(Self.maximumBytes), as: UTF8.self)
    }

    package static func < (a: CellExample, b: CellExample) -> Bool { (a.row, a.text) < (b.row, b.text) }
}
