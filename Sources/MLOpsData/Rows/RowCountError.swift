/// Why the rows of a file cannot be counted.
package enum RowCountError: Error, Hashable, Sendable {
    /// The file ends inside a quoted field; the record, the header counted as 1, in which the field begins.
    case unterminatedQuote(record: Int64)
    /// It holds more bytes, unpacked, than are read.
    case tooLarge(limitBytes: Int64)
    /// It unpacks to more than this many times its size, as only a file made to exhaust memory does.
    case packedTooTightly(limitRatio: Int64)
    /// Its compressed form is broken; the words of the library.
    case corrupt(String)
    /// It ends in the middle of its compressed form.
    case truncated
    case parquetNotCounted
    /// Neither the dataset nor the file's name says how rows are written.
    case unknownFormat
}

extension RowCountError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unterminatedQuote(let record): "a quoted field of record \(record) does not end"
        case .tooLarge(let limit): "it holds more than \(limit) bytes unpacked"
        case .packedTooTightly(let ratio): "it unpacks to more than \(ratio) times its size"
        case .corrupt(let words): "its compressed form is broken: \(words)"
        case .truncated: "it ends in the middle of its compressed form"
        case .parquetNotCounted: "rows of Parquet files are not counted yet"
        case .unknownFormat: "its format is not known; set the dataset's format"
        }
    }
}
