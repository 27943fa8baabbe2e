/// The tree of `mlopsctl lineage`.
package enum LineageTree {
    package static func text(_ lineage: LineageResponse, _ style: TextStyle) -> String {
        tree(lineage.root, style).lines(style).joinedLines
    }

    private static func tree(_ node: LineageNode, _ style: TextStyle) -> TreeText {
        let digest = node.digest.map { StyledText("  \(CountText.shortDigest($0))", .faint) } ?? ""
        let time = node.at.map { StyledText("  \(style.absolute($0))", .faint) } ?? ""
        let text = node.text.isEmpty ? "" : ": \(node.text)"
        let head: StyledText =
            node.kind == .more
            ? StyledText(node.text, .faint)
            : "\(node.kind.rawValue) \(node.id, .strong)\(text)\(digest)\(time)"
        return TreeText([head], children: node.children.map { tree($0, style) })
    }
}
