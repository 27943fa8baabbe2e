extension TreeText {
    /// As markup: lists within lists.
    var html: String { "<ul class=\"tree\">\n\(item)\n</ul>" }

    private var item: String {
        let below = children.isEmpty ? "" : "\n<ul>\n\(children.map(\.item).joined(separator: "\n"))\n</ul>"
        return "<li>\(lines.map(\.html).joined(separator: "<br>"))\(below)</li>"
    }
}
