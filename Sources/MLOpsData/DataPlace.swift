/// Where in a file something is; what is not known or does not apply is nil.
package struct DataPlace: Hashable, Sendable {
    /// Counted from 0 in the unpacked text, or in the file itself where that is what is broken.
    package var byte: Int64?
    /// Counted from 1; a header is none, and neither are empty lines.
    package var row: Int64?
    /// The line of a text and the byte within it, both counted from 1.
    package var line: Int64?
    package var lineByte: Int64?
    package var column: String?

    package init(
        byte: Int64? = nil, row: Int64? = nil, line: Int64? = nil, lineByte: Int64? = nil, column: String? = nil
    ) {
        self.byte = byte
        self.row = row
        self.line = line
        self.lineByte = lineByte
        self.column = column
    }
}

extension DataPlace: CustomStringConvertible {
    package var description: String {
        var parts: [String] = []
        if let column { parts.append("column \(column.debugDescription)") }
        if let row { parts.append("row \(row)") }
        if let line { parts.append(lineByte.map { "line \(line), byte \($0) of it" } ?? "line \(line)") }
        if let byte { parts.append("byte \(byte)") }
        return parts.joined(separator: ", ")
    }
}
