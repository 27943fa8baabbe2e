/// Finds the delimiter of a CSV file by which one splits its first records into equally many fields.
enum CSVDialectSniffer {
    private static let candidates: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
    ]
    private static let sampledRecords = 100

    /// - Parameters:
    ///   - text: From the first record on.
    ///   - isComplete: Whether that is the whole file.
    static func delimiter(_ text: UnsafeRawBufferPointer, isComplete: Bool) -> UInt8 {
        var best = (delimiter: UInt8(ascii: ","), score: 0.0)
        for candidate in candidates {
            let score = score(text, candidate, isComplete)
            // The first wins a tie: the order is that of use.
            if score > best.score { best = (candidate, score) }
        }
        return best.delimiter
    }

    /// The share of records that have as many fields as the header, and more than one; above all, the more the better.
    private static func score(_ text: UnsafeRawBufferPointer, _ delimiter: UInt8, _ isComplete: Bool) -> Double {
        let records = CSVSplitter.records(
            text, delimiter: delimiter, limit: sampledRecords, isComplete: isComplete
        ).records
        guard let width = records.first?.count, width > 1 else { return 0 }
        let agreeing = records.count { $0.count == width }
        return Double(agreeing) / Double(records.count) + min(Double(width), 1000) / 1_000_000
    }
}
