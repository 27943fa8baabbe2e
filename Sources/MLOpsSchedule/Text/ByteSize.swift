/// Sizes in bytes as systemd writes them: "512M", "1.5G", to the base 1024.
package enum ByteSize {
    /// Reads a size; a number without a suffix means bytes.
    ///
    /// - Throws: ``ScheduleError/malformed(_:text:column:cause:hint:)``, also for a size of 8 EiB or more.
    package static func parse(_ text: String) throws(ScheduleError) -> Int64 {
        var cursor = TextCursor(Array(text.utf8))
        do throws(ParseFailure) {
            return try parse(&cursor)
        } catch {
            throw error.error(.byteSize, in: text)
        }
    }

    /// Writes a size so that parsing it gives the same size again, with the largest suffix that divides it: "512M".
    package static func format(_ bytes: Int64) -> String {
        let exponent = bytes == 0 ? 0 : min(bytes.trailingZeroBitCount / 10, suffixes.count - 1)
        return "\(bytes >> Int64(exponent * 10))\(suffixes[exponent])"
    }

    /// Writes a size for reading, with one decimal place: "1.4G".
    package static func approximate(_ bytes: Int64) -> String {
        let magnitude = bytes.magnitude
        let exponent = magnitude < 1024 ? 0 : min((63 - magnitude.leadingZeroBitCount) / 10, suffixes.count - 1)
        guard exponent > 0 else { return "\(bytes)B" }
        let unit = UInt64(1) << UInt64(exponent * 10)
        let tenth = magnitude % unit / (unit / 1024) * 10 / 1024
        return "\(bytes < 0 ? "-" : "")\(magnitude / unit).\(tenth)\(suffixes[exponent])"
    }

    private static let suffixes = ["", "K", "M", "G", "T", "P", "E"]

    private static func parse(_ cursor: inout TextCursor) throws(ParseFailure) -> Int64 {
        cursor.skipBlanks()
        let start = cursor.position
        let number = try cursor.decimal()
        cursor.skipBlanks()
        let suffixStart = cursor.position
        let suffix = String(decoding: cursor.takeAll { $0.isLetter }, as: UTF8.self)
        cursor.skipBlanks()
        guard let exponent = suffix == "B" ? 0 : suffixes.firstIndex(of: suffix), cursor.isAtEnd else {
            throw ParseFailure(
                "\"\(suffix)\(cursor.rest)\" is no unit of size", at: suffixStart,
                hint: "use K, M, G, T, P or E, which are powers of 1024, or B")
        }
        guard let bytes = number.times(1 << Int64(exponent * 10)) else {
            throw ParseFailure("the size is too large", at: start)
        }
        return bytes
    }
}
