extension Table {
    /// As markup, with all its columns; nothing when it has no rows.
    var html: String {
        guard !rows.isEmpty else { return "" }
        let header = columns.map { "<th\(Self.mark($0))>\($0.title.lowercased().escapingHTML)</th>" }.joined()
        let lines = rows.map { cells in
            "<tr>" + zip(columns, cells).map { "<td\(Self.mark($0))>\($1.html)</td>" }.joined() + "</tr>"
        }
        return """
            <div class="table"><table>
            <thead><tr>\(header)</tr></thead>
            <tbody>
            \(lines.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }

    private static func mark(_ column: Column) -> String { column.alignment == .right ? " class=\"number\"" : "" }
}
