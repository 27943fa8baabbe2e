/// What systemd itself makes of calendar expressions, asked by systemd-analyze(1).
enum SystemdCalendar {
    struct Answer {
        var normalized = ""
        /// As systemd prints them, "Thu 2026-01-01 00:00:07 UTC"; fractions of seconds are cut off.
        var slots: [String] = []
    }

    static let isAvailable = CommandOutput.exists("systemd-analyze")

    /// Asks for all expressions at once; nil when systemd refuses one of them.
    static func answers(_ expressions: [String], after base: String, count: Int) throws -> [Answer]? {
        let command =
            "tr '\\n' '\\0' | TZ=UTC xargs -0 systemd-analyze calendar --iterations=\(count) --base-time='\(base)' -- 2>&1"
        let output = try CommandOutput.of(command, input: expressions.joined(separator: "\n"))
        guard let output else { return nil }
        var answers: [Answer] = []
        for line in output.split(separator: "\n") {
            guard let colon = line.firstRange(of: ": ") else { continue }
            let key = line[..<colon.lowerBound].drop { $0 == " " }
            let value = String(line[colon.upperBound...])
            if key == "Normalized form" { answers.append(Answer(normalized: value)) }
            if answers.isEmpty || value == "never" { continue }
            if key == "Next elapse" || key.hasPrefix("Iter. #") { answers[answers.count - 1].slots.append(value) }
        }
        return answers
    }

    /// Whether systemd takes the expression at all.
    static func accepts(_ expression: String) throws -> Bool {
        let command = "tr '\\n' '\\0' | xargs -0 systemd-analyze calendar -- 2>&1"
        return try CommandOutput.of(command, input: expression) != nil
    }
}
