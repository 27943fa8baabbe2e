/// The table of `mlopsctl list-datasets`.
package enum DatasetTable {
    package static func text(_ datasets: [DatasetSummary], _ style: TextStyle) -> String {
        var table = Table([
            .init("PIPELINE"), .init("DATASET"), .init("STATE"), .init("READY", .right), .init("NEW", .right),
            .init("BACKLOG", .right), .init("SETTLING", .right, dropped: 3), .init("QUARANTINED", .right),
            .init("LAST READY", dropped: 2), .init("READINESS", dropped: 1),
            .init("PATH", canShrink: true, dropped: 4),
        ])
        for dataset in datasets { table.add(cells(dataset, style)) }
        return table.text(style, noun: "dataset")
    }

    private static func cells(_ dataset: DatasetSummary, _ style: TextStyle) -> [StyledText] {
        // What was revised is whole as well, and read by runs.
        let whole = dataset.counts.ready + dataset.counts.revised
        let refused = dataset.counts.quarantined + dataset.counts.unreadable
        return [
            StyledText(dataset.pipeline), StyledText(dataset.dataset, .strong),
            StyledText(dataset.state.rawValue, dataset.state.paint), StyledText(String(whole)),
            StyledText(String(dataset.backlog.files)), StyledText(CountText.bytes(dataset.backlog.bytes)),
            StyledText(String(dataset.counts.settling)), StyledText(String(refused), refused > 0 ? .bad : nil),
            StyledText(dataset.lastReadyAt.map(style.past) ?? "-"), StyledText(dataset.readiness ?? "-"),
            StyledText(dataset.path + (dataset.detail.map { " (\($0))" } ?? "")),
        ]
    }
}
