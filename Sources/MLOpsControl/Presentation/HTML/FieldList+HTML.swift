extension FieldList {
    /// As markup: a list of terms and what is said of them.
    var html: String {
        let items = fields.map { field in
            "<dt>\(field.label.escapingHTML)</dt>" + field.lines.map { "<dd>\($0.html)</dd>" }.joined()
        }
        return items.isEmpty ? "" : "<dl>\n\(items.joined(separator: "\n"))\n</dl>"
    }
}
