/// The answers of `mlopsctl why` and `mlopsctl why-not`.
package enum WhyText {
    package static func text(_ why: WhyResponse, _ style: TextStyle) -> String {
        (tree(why, style).lines(style) + command(why.nextCommand, style)).joinedLines
    }

    static func tree(_ why: WhyResponse, _ style: TextStyle) -> TreeText {
        TreeText([StyledText(why.answer, .strong)], children: why.chain.map { link($0, style) })
    }

    package static func text(_ whyNot: WhyNotResponse, _ style: TextStyle) -> String {
        let subject = whyNot.pipeline + (whyNot.trigger.map { "/\($0)" } ?? "")
        var lines: [StyledText] = ["\(subject, .strong): \(whyNot.answer)"]
        if let next = whyNot.nextAt { lines.append("at the earliest \(style.absoluteAndRelative(next))") }
        let tree = ExplanationTree.tree(whyNot.explanation, style).lines(style)
        return (lines.map { $0.rendered(style) } + tree + command(whyNot.nextCommand, style)).joinedLines
    }

    private static func link(_ link: WhyResponse.Link, _ style: TextStyle) -> TreeText {
        let time = link.at.map { StyledText("  \(style.absolute($0))", .faint) } ?? ""
        let head: StyledText = "\(link.mark.mark(style)) \(subject(of: link))\(link.text)\(time)"
        return TreeText([head], children: link.explanation.map { [ExplanationTree.tree($0, style)] } ?? [])
    }

    /// The kind and the name of a link, unless its text begins with them.
    private static func subject(of link: WhyResponse.Link) -> StyledText {
        let stage = link.text.hasPrefix(link.stage.rawValue) ? "" : link.stage.rawValue
        let id = link.id.flatMap { link.text.hasPrefix("\(link.stage.rawValue) \($0)") ? nil : $0 } ?? ""
        let words = [stage, id].filter { !$0.isEmpty }.joined(separator: " ")
        return words.isEmpty ? "" : "\(words, .strong): "
    }

    private static func command(_ command: String?, _ style: TextStyle) -> [String] {
        command.map { ["", StyledText($0, .faint).rendered(style)] } ?? []
    }
}

extension WhyResponse.Link.Mark {
    fileprivate func mark(_ style: TextStyle) -> StyledText {
        switch self {
        case .good: StyledText(style.dot, .good)
        case .bad: StyledText(style.cross, .bad)
        case .neutral: StyledText(style.ring)
        }
    }
}
