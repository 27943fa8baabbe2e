import MLOpsControl
import Testing

@Suite struct `Lists` {
    private static let runs: [RunSummary] = [.running, .succeeded, .failed, .refused]

    @Test(arguments: [20, 80, 140])
    func `runs at`(width: Int) throws {
        let text = RunTable.text(Self.runs, .example(width: width))
        for line in text.split(separator: "\n") { #expect(String(line).displayWidth <= max(width, 30)) }
        try Snapshot.expect(text, "Golden/list-runs-\(width).txt")
    }

    @Test func `runs without a legend`() {
        var style = TextStyle.example()
        style.hasLegend = false
        let lines = RunTable.text(Self.runs, style).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("r17  churn"))
    }

    @Test func `one and none`() {
        #expect(RunTable.text([.running], .example()).hasSuffix("\n\n1 run listed.\n"))
        #expect(RunTable.text([], .example()) == "0 runs listed.\n")
    }

    @Test func `pipelines`() throws {
        let text = PipelineTable.text([.churn, .flights], .example(width: 120))
        try Snapshot.expect(text, "Golden/list-pipelines.txt")
    }

    @Test func `triggers`() throws {
        let text = TriggerTable.text([.weekly, .volume, .drift], .example(width: 140))
        try Snapshot.expect(text, "Golden/list-triggers.txt")
    }

    @Test func `triggers at 80 columns in ASCII`() throws {
        let text = TriggerTable.text([.weekly, .volume, .drift], .example(width: 80, isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try Snapshot.expect(text, "Golden/list-triggers-80-ascii.txt")
    }

    @Test func `models`() throws {
        try Snapshot.expect(ModelTable.text([.example], .example()), "Golden/list-models.txt")
    }

    @Test func `deployments`() throws {
        try Snapshot.expect(DeploymentTable.text([.example], .example()), "Golden/list-deployments.txt")
    }

    @Test func `datasets`() throws {
        try Snapshot.expect(DatasetTable.text([.customers], .example()), "Golden/list-datasets.txt")
    }

    @Test func `files that were revised are ready, as runs read them`() {
        var dataset = DatasetSummary.customers
        dataset.counts.revised = 5
        #expect(DatasetTable.text([dataset], .example()).contains(" 117 "))
    }
}
