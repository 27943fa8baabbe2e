/// A table as systemctl prints it: a header, rows, and a line below that says how many there are.
package struct Table: Sendable {
    package struct Column: Sendable {
        package enum Alignment: Sendable {
            case left, right
        }

        var title: String
        var alignment: Alignment
        /// Whether its cells may be cut to make the table fit; identifiers never are.
        var canShrink: Bool

        package init(_ title: String, _ alignment: Alignment = .left, canShrink: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.canShrink = canShrink
        }
    }

    private let columns: [Column]
    private var rows: [[StyledText]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; cells that are missing at its end are empty.
    package mutating func add(_ cells: [StyledText]) {
        rows.append(cells + Array(repeating: StyledText(), count: max(0, columns.count - cells.count)))
    }

    /// Returns the lines without the legend below.
    package func lines(_ style: TextStyle) -> [String] {
        let header = style.hasLegend ? [columns.map { StyledText($0.title, .strong) }] : []
        let widths = columnWidths(of: header + rows, style)
        return (header + rows).map { line($0, widths, style) }
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

    private static let gap = 2
    private static let smallestShrunk = 4

    private func columnWidths(of lines: [[StyledText]], _ style: TextStyle) -> [Int] {
        var widths = columns.indices.map { column in lines.map { $0[column].width }.max() ?? 0 }
        guard let width = style.width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * (columns.count - 1) - width
        while excess > 0 {
            let shrinkable = columns.indices.filter { columns[$0].canShrink && widths[$0] > Self.smallestShrunk }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ cells: [StyledText], _ widths: [Int], _ style: TextStyle) -> String {
        var line = StyledText()
        for (index, cell) in cells.enumerated() {
            let shown = cell.ellipsized(to: widths[index], style)
            let padding = String(repeating: " ", count: widths[index] - shown.width)
            let isLast = index == cells.count - 1
            switch columns[index].alignment {
            case .left: line += shown + StyledText(isLast ? "" : padding)
            case .right: line += StyledText(padding) + shown
            }
            if !isLast { line += StyledText(String(repeating: " ", count: Self.gap)) }
        }
        let fitting = style.width.map { line.ellipsized(to: $0, style) } ?? line
        return fitting.rendered(style).trimmingTrailingSpaces
    }
}

extension Sequence<String> {
    /// The lines with a line feed after each.
    package var joinedLines: String { reduce(into: "") { $0 += $1 + "\n" } }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var view = self[...]
        while view.last == " " { view = view.dropLast() }
        return String(view)
    }
}
