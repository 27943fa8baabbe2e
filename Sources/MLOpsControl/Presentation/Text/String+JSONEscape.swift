extension String {
    /// This JSON text with what a terminal would obey written as `\u` escapes, which mean the same to every reader.
    ///
    /// Only strings of JSON can hold such characters; its own line feeds stay.
    package var escapingUnshown: String {
        // Of its bytes in memory: an answer of megabytes is looked through in a millisecond instead of ten.
        let isPlain = utf8.withContiguousStorageIfAvailable {
            $0.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }
        }
        if isPlain == true { return self }
        return unicodeScalars.reduce(into: "") { result, scalar in
            guard !scalar.isShown, scalar != "\n" else { return result.unicodeScalars.append(scalar) }
            for unit in String(scalar).utf16 {
                result += "\\u" + Unicode.Scalar.hexadecimal(UInt32(unit), width: 4)
            }
        }
    }
}
