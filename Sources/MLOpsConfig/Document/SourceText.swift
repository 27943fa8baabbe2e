/// The first look at the bytes of a file: everything that can be said before YAML comes in.
enum SourceText {
    /// A definition of a thousand lines has 40 kB.
    ///
    /// More than this is not written by a person.
    static let maximumBytes = 1 << 20

    /// Returns the text of a file without its byte order mark.
    ///
    /// Ends of line may be LF or CRLF.
    static func decode(_ bytes: some Collection<UInt8>, file: String) throws(ConfigurationError) -> String {
        guard bytes.count <= maximumBytes else { throw tooLarge(bytes.count, file: file) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw ConfigurationError(
                Diagnostic(file: file, problem: "the file is UTF-16, not UTF-8", hint: "save it as UTF-8"))
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw ConfigurationError(invalidEncoding(content, file: file))
        }
        if let diagnostic = forbiddenCharacter(in: text, file: file) { throw ConfigurationError(diagnostic) }
        return text
    }

    static func tooLarge(_ count: Int, file: String) -> ConfigurationError {
        ConfigurationError(
            Diagnostic(
                file: file, problem: "the file has \(count) bytes, more than the \(maximumBytes) that are accepted",
                hint: "definitions are short; keep data elsewhere"))
    }

    private static func invalidEncoding(_ bytes: some Collection<UInt8>, file: String) -> Diagnostic {
        // Everything before the first repaired character is valid, so its place can be counted.
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var counter = PlaceCounter(file: file)
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { counter.pass(scalar) }
        return Diagnostic(at: counter.place, problem: "the text is not valid UTF-8", hint: "save the file as UTF-8")
    }

    private static func forbiddenCharacter(in text: String, file: String) -> Diagnostic? {
        let isForbidden: (UInt8) -> Bool = { $0 == 0x7F || $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        guard text.utf8.contains(where: isForbidden) else { return nil }
        var counter = PlaceCounter(file: file)
        for scalar in text.unicodeScalars {
            if scalar.isASCII, isForbidden(UInt8(scalar.value)) {
                let name = scalar.value == 0 ? "a NUL" : "the control character U+00\(hexadecimal(scalar.value))"
                return Diagnostic(at: counter.place, problem: "the text contains \(name)", hint: "remove it")
            }
            counter.pass(scalar)
        }
        return nil
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}

/// Counts lines and columns as the YAML parser does.
private struct PlaceCounter {
    var place: Place
    private var previousIsReturn = false

    init(file: String) { place = Place(file: file, line: 1, column: 1) }

    mutating func pass(_ scalar: Unicode.Scalar) {
        defer { previousIsReturn = scalar == "\r" }
        guard scalar == "\n" || scalar == "\r" else {
            place.column += 1
            return
        }
        if scalar == "\n", previousIsReturn { return }
        place.line += 1
        place.column = 1
    }
}
