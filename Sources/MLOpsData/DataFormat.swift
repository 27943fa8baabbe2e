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
}
