/// How rows are written in a file.
package enum DataFormat: String, Hashable, Sendable, CaseIterable {
    case csv, jsonl, parquet

    /// The format that a file's name promises, its compression left aside; nil: none known.
    package init?(fileName: some Collection<UInt8>) {
        let name = Compression.strippingEnding(of: Array(fileName))
        switch name {
        case _ where name.hasEnding(".csv") || name.hasEnding(".tsv"): self = .csv
        case _ where name.hasEnding(".jsonl") || name.hasEnding(".ndjson"): self = .jsonl
        case _ where name.hasEnding(".parquet"): self = .parquet
        default: return nil
        }
    }

    /// A Parquet file says what it is, whatever its name; of texts the name decides, and without one the first character.
    init?(content head: [UInt8], fileName: [UInt8]) {
        if head.starts(with: Array("PAR1".utf8)) {
            self = .parquet
        } else if let named = DataFormat(fileName: fileName) {
            self = named
        } else {
            let text = head.starts(with: CSVDialect.byteOrderMark) ? head.dropFirst(3) : head[...]
            let marks = Array(text.lazy.filter { $0 > 0x20 }.prefix(2))
            // One JSON document is no rows: as CSV it would have its braces for the names of columns.
            guard let first = marks.first, !marks.elementsEqual("[{".utf8) else { return nil }
            self = first == UInt8(ascii: "{") ? .jsonl : .csv
        }
    }
}
