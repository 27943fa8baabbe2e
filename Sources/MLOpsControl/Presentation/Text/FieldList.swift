/// Labels and values below each other with the colons in one column, as `systemctl status` prints them.
package struct FieldList: Sendable {
    private(set) var fields: [(label: String, lines: [StyledText])] = []

    package init() {}

    /// Adds a field; nothing when the value is nil.
    package mutating func add(_ label: String, _ value: StyledText?) {
        if let value { fields.append((label, [value])) }
    }

    /// Adds a field of several lines; nothing when there are none.
    package mutating func add(_ label: String, lines: [StyledText]) {
        if !lines.isEmpty { fields.append((label, lines)) }
    }

    package func lines(_ style: TextStyle) -> [String] {
        let labelWidth = max(10, fields.map(\.label.displayWidth).max() ?? 0)
        return fields.flatMap { field in
            field.lines.enumerated().map { index, line in
                let label = index == 0 ? field.label + ": " : "  "
                let padding = String(repeating: " ", count: labelWidth + 2 - label.displayWidth)
                return style.fitted(StyledText(padding + label) + line)
            }
        }
    }
}

extension TextStyle {
    /// Returns the line, cut to the terminal's width.
    package func fitted(_ line: StyledText) -> String {
        (width.map { line.ellipsized(to: $0, self) } ?? line).rendered(self)
    }
}
