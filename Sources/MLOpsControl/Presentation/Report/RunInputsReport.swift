/// What a run was made from: the frozen manifest, and its files as far as they are listed.
struct RunInputsReport {
    let manifest: ManifestValue?
    /// Datasets with their files.
    let inputs: [LineageNode]

    var html: String {
        guard let manifest else { return "" }
        let datasets = inputs.filter { $0.kind == .dataset }.flatMap { dataset in
            dataset.children.map {
                [StyledText(dataset.id), StyledText($0.id, .strong), StyledText($0.text), digest($0)]
            }
        }
        var table = Table([.init("DATASET"), .init("FILE"), .init("SIZE"), .init("SHA-256")])
        for row in datasets { table.add(row) }
        let more = inputs.filter { $0.kind == .more }.map { "<p class=\"faint\">\($0.text.escapingHTML)</p>" }
        let files = table.html.isEmpty ? "" : "<details open><summary>Files</summary>\n\(table.html)\n</details>"
        return (["<p>\(RunPage.manifest(manifest).html)</p>", files] + more).filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    private func digest(_ file: LineageNode) -> StyledText { StyledText(file.digest ?? "-", .faint) }
}
