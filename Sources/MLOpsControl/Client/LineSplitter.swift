import FoundationEssentials

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private var pending = Data()
    private static let longestLine = 16 << 20

    /// Returns the lines that `part` completes, without their line feeds.
    mutating func lines(adding part: Data) throws(ControlError) -> [Data] {
        pending.append(part)
        var lines: [Data] = []
        var start = pending.startIndex
        while let end = pending[start...].firstIndex(of: 0x0A) {
            lines.append(Data(pending[start..<end]))
            start = end + 1
        }
        pending = Data(pending[start...])
        guard pending.count <= Self.longestLine else {
            throw .unreadable(cause: "a line has more than \(Self.longestLine) bytes")
        }
        return lines
    }

    /// What stands after the last line feed; nil when that is nothing.
    var rest: Data? { pending.isEmpty ? nil : pending }
}
