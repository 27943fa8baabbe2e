/// A failure inside a parser, which knows the byte but neither the whole text nor what it was meant to be.
struct ParseFailure: Error {
    /// The offset of the offending byte in the UTF-8 text.
    var position: Int
    var cause: String
    var hint: String?

    init(_ cause: String, at position: Int, hint: String? = nil) {
        self.position = position
        self.cause = cause
        self.hint = hint
    }

    /// Returns the error for the caller of this module, its place counted in characters.
    func error(_ subject: ScheduleError.Subject, in text: String) -> ScheduleError {
        // A continuation byte of UTF-8 belongs to the character before it.
        let column = text.utf8.prefix(position).count { $0 & 0xC0 != 0x80 } + 1
        return .malformed(subject, text: text, column: column, cause: cause, hint: hint)
    }
}
