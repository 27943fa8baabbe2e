/// A tree with branches drawn in front of its nodes, as `systemctl list-dependencies` prints it.
package struct TreeText: Sendable {
    /// The node's own lines; those after the first stand below it, beside the branch to its children.
    package var lines: [StyledText]
    package var children: [TreeText]

    package init(_ lines: [StyledText], children: [TreeText] = []) {
        self.lines = lines
        self.children = children
    }

    /// Returns the lines of the tree; they are never cut, because what stands deep is what one looks for.
    package func lines(_ style: TextStyle) -> [String] {
        var result: [String] = []
        append(to: &result, first: "", rest: "", style)
        return result
    }

    private func append(to result: inout [String], first: String, rest: String, _ style: TextStyle) {
        let stem = children.isEmpty ? "  " : style.isUnicode ? "│ " : "| "
        for (index, line) in lines.enumerated() {
            let branch = index == 0 ? first : rest + stem
            result.append(StyledText(branch, .faint).rendered(style) + line.rendered(style))
        }
        for (index, child) in children.enumerated() {
            let isLast = index == children.count - 1
            let joint = style.isUnicode ? (isLast ? "└─" : "├─") : (isLast ? "`-" : "|-")
            let below = isLast ? "  " : style.isUnicode ? "│ " : "| "
            child.append(to: &result, first: rest + joint, rest: rest + below, style)
        }
    }
}
