/// Splits a small text into records of strings: the header, and samples to find the delimiter by.
enum CSVSplitter {
    /// Returns at most `limit` records, and where the next begins.
    static func records(
        _ text: UnsafeRawBufferPointer, delimiter: UInt8, limit: Int, isComplete: Bool
    ) -> (records: [[[UInt8]]], end: Int) {
        var records: [[[UInt8]]] = []
        var record: [[UInt8]] = []
        var (start, index, recordEnd) = (0, 0, 0)
        while index < text.count, records.count < limit {
            index = fieldEnd(text, from: index, delimiter: delimiter)
            let isAtEnd = index == text.count
            if isAtEnd, !isComplete { break }
            let isLast = isAtEnd || text[index] != delimiter
            if !record.isEmpty || !isLast || index > start { record.append(cell(text, start, index)) }
            index += 1
            start = index
            guard isLast else {
                if index == text.count, isComplete { record.append([]) }
                continue
            }
            if !record.isEmpty { records.append(record) }
            record = []
            recordEnd = min(index, text.count)
        }
        if !record.isEmpty, isComplete, records.count < limit {
            (records, recordEnd) = (records + [record], text.count)
        }
        return (records, recordEnd)
    }

    private static func fieldEnd(_ text: UnsafeRawBufferPointer, from start: Int, delimiter: UInt8) -> Int {
        var index = start
        if index < text.count, text[index] == UInt8(ascii: "\"") { index = afterQuotes(text, from: index + 1) }
        while index < text.count, text[index] != delimiter, text[index] != 0x0A, text[index] != 0x0D { index += 1 }
        return index
    }

    private static func afterQuotes(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < text.count {
            index += 1
            guard text[index - 1] == UInt8(ascii: "\"") else { continue }
            guard index < text.count, text[index] == UInt8(ascii: "\"") else { return index }
            index += 1
        }
        return index
    }

    private static func cell(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> [UInt8] {
        let raw = UnsafeRawBufferPointer(rebasing: text[start..<end])
        guard raw.first == UInt8(ascii: "\"") else { return Array(raw) }
        return [UInt8](unsafeUninitializedCapacity: raw.count) { buffer, count in
            count = CSVCell.unescape(raw, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
