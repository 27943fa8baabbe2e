/// The tree of `mlopsctl lineage`.
package enum LineageTree {
    package static func text(_ lineage: LineageResponse, _ style: TextStyle) -> String {
        tree(lineage.root, style).lines(style).joinedLines
    }

    package static func text(_ lineage: FileLineageResponse, _ style: TextStyle) -> String {
        guard !lineage.contents.isEmpty else {
            let note = lineage.note.map { ": \($0.printable)" } ?? ""
            return "no run has read \(lineage.subject.printable)\(note)\n"
        }
        return lineage.contents.flatMap { tree($0, style).lines(style) }.joinedLines
    }

    private static func tree(_ node: LineageNode, _ style: TextStyle) -> TreeText {
        let short = node.digest.map(CountText.shortDigest)
        let digest = short.map { node.id.hasPrefix($0) ? "" : StyledText("  \($0)", .faint) } ?? ""
        let time = node.at.map { StyledText("  \(style.absolute($0))", .faint) } ?? ""
        // A text that only names the thing once more says nothing.
        let text = node.text.isEmpty || node.text.hasSuffix(" \(node.id)") ? "" : ": \(node.text)"
        let head: StyledText =
            node.kind == .more
            ? StyledText(node.text, .faint)
            : "\(node.kind.rawValue) \(node.id, .strong)\(text)\(digest)\(time)"
        return TreeText([head], children: node.children.map { tree($0, style) })
    }
}
