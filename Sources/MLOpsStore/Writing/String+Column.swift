extension String {
    /// The text as a column holds it: bound texts end at their first NUL, and what follows would be lost.
    var column: String {
        guard utf8.contains(0) else { return self }
        return String(map { $0 == "\u{0}" ? "\u{FFFD}" : $0 })
    }
}
