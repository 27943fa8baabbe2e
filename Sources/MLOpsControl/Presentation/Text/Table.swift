/// A table as systemctl prints it: a header, rows, and a line below that says how many there are.
///
/// On a terminal that is too narrow, columns that can be done without are left out first, then cells are cut.
package struct Table: Sendable {
    package struct Column: Sendable {
        package enum Alignment: Sendable {
            case left, right
        }

        var title: String
        var alignment: Alignment
        /// Whether its cells may be cut to make the table fit; identifiers never are.
        var canShrink: Bool
        /// The first to be left out has 1; nil: never left out.
        var dropped: Int?

        package init(
            _ title: String, _ alignment: Alignment = .left, canShrink: Bool = false, dropped: Int? = nil
        ) {
            self.title = title
            self.alignment = alignment
            self.canShrink = canShrink
            self.dropped = dropped
        }
    }

    let columns: [Column]
    private(set) var rows: [[StyledText]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; cells that are missing at its end are empty.
    package mutating func add(_ cells: [StyledText]) {
        rows.append(cells + Array(repeating: StyledText(), count: max(0, columns.count - cells.count)))
    }

    /// Returns the lines without the legend below.
    package func lines(_ style: TextStyle) -> [String] {
        let header = style.hasLegend ? [columns.map { StyledText($0.title, .strong) }] : []
        let layout = Layout(columns, header + rows, style.width)
        return (header + rows).map { line($0, layout, style) }
    }

    /// Returns header and rows, and how many there are below.
    package func text(_ style: TextStyle, noun: String, plural: String? = nil) -> String {
        let legend = style.hasLegend ? ["", "\(CountText.counted(rows.count, noun, plural: plural)) listed."] : []
        let body = rows.isEmpty ? [] : lines(style)
        return (body + legend.dropFirst(body.isEmpty ? 1 : 0)).joinedLines
    }

    /// Returns an empty line, a title and the indented table; nothing when it has no rows.
    package func section(_ title: String, _ style: TextStyle) -> [String] {
        guard !rows.isEmpty else { return [] }
        var indented = style
        indented.width = style.width.map { max(1, $0 - 2) }
        return ["", StyledText(title + ":", .strong).rendered(style)] + lines(indented).map { "  " + $0 }
    }

    private func line(_ cells: [StyledText], _ layout: Layout, _ style: TextStyle) -> String {
        var line = StyledText()
        for (index, width) in zip(layout.shown, layout.widths) {
            if !line.isEmpty { line += StyledText(String(repeating: " ", count: Layout.gap)) }
            let shown = cells[index].ellipsized(to: width, style)
            let padding = StyledText(String(repeating: " ", count: width - shown.width))
            line += columns[index].alignment == .left ? shown + padding : padding + shown
        }
        return style.fitted(line.trimmingTrailingSpaces)
    }
}

extension Sequence<String> {
    /// The lines with a line feed after each.
    package var joinedLines: String { reduce(into: "") { $0 += $1 + "\n" } }
}
