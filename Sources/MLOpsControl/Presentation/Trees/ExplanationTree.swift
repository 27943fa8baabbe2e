/// An explanation as a tree: of each node what was judged, how, by which values, and what is missing.
package enum ExplanationTree {
    package static func text(_ node: ExplanationNode, _ style: TextStyle) -> String {
        tree(node, style).lines(style).joinedLines
    }

    static func tree(_ node: ExplanationNode, _ style: TextStyle) -> TreeText {
        var lines: [StyledText] = ["\(node.verdict.mark(style)) \(node.subject, .strong): \(node.text)\(values(node))"]
        if let missing = node.missing { lines.append("  needs \(missing)") }
        if let next = node.nextAt { lines.append("  at the earliest \(style.absoluteAndRelative(next))") }
        return TreeText(lines, children: node.children.map { tree($0, style) })
    }

    private static func values(_ node: ExplanationNode) -> StyledText {
        guard !node.values.isEmpty else { return "" }
        return StyledText(" [\(node.values.map { "\($0.name) \($0.text)" }.joined(separator: ", "))]", .faint)
    }
}
