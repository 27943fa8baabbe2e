/// How a CSV file is written.
package struct CSVDialect: Hashable, Sendable {
    package var delimiter: UInt8
    package var hasHeader: Bool
    package var hasByteOrderMark: Bool

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
