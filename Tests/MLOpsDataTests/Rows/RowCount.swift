import MLOpsData

/// Counts the rows of a file that is in memory, handed over in pieces of an awkward size.
@discardableResult
func rowCount(
    of content: [UInt8], name: String, format: DataFormat? = nil, limits: RowCountLimits = RowCountLimits()
) throws(RowCountError) -> Int64 {
    var counter = try FileRowCounter(fileName: Array(name.utf8), format: format, limits: limits)
    var problem: RowCountError?
    for start in stride(from: 0, to: content.count, by: 997) {
        content[start..<min(content.count, start + 997)].withUnsafeBytes { piece in
            do throws(RowCountError) { try counter.consume(piece) } catch { problem = error }
        }
        if let problem { throw problem }
    }
    return try counter.finish()
}
