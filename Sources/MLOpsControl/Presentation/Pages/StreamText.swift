/// Lines of what happens and of what steps write.
package enum StreamText {
    /// `04:00:00 flights run-started: r17 started`.
    package static func line(_ event: EventLine, _ style: TextStyle) -> String {
        let pipeline = event.pipeline.map { "\($0) " } ?? ""
        let line: StyledText = "\(style.clock(event.at), .faint) \(pipeline, .strong)\(event.kind): \(event.text)"
        return line.rendered(style)
    }

    /// The last lines of a log below a page; nothing when there are none.
    package static func tail(_ lines: [LogLine], _ style: TextStyle) -> String {
        guard !lines.isEmpty else { return "" }
        let namesSteps = lines.contains { $0.step != lines[0].step }
        let title = StyledText("Last lines of \(namesSteps ? "its steps" : lines[0].step):", .strong).rendered(style)
        return (["", title] + lines.map { "  " + line($0, namingStep: namesSteps, style) }).joinedLines
    }

    /// The line as the step wrote it, behind the step's name where there are several.
    package static func line(_ log: LogLine, namingStep: Bool, _ style: TextStyle) -> String {
        let name = log.attempt > 1 ? "\(log.step)#\(log.attempt)" : log.step
        let text = log.text.afterLastCarriageReturn.replacingTabs
        return (namingStep ? StyledText("\(name): ", .faint) + StyledText(text) : StyledText(text)).rendered(style)
    }
}

extension String {
    /// Tabs are harmless in a line of a log, and escaped they would make tables there unreadable.
    fileprivate var replacingTabs: String {
        guard contains("\t") else { return self }
        return reduce(into: "") { line, character in
            line += character == "\t" ? String(repeating: " ", count: 8 - line.count % 8) : String(character)
        }
    }
}
