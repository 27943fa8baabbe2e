import FoundationEssentials
import MLOpsControl
import Testing

@Suite struct `The page of a pipeline` {
    private func page(_ change: (inout PipelineReport) -> Void = { _ in }) -> String {
        var report = PipelineReport.example
        change(&report)
        return PipelineReportPage(report, .example(width: 80)).html
    }

    @Test func `shows what there is`() throws {
        try Snapshot.expect(page(), "Golden/pipeline-report.html")
    }

    @Test func `is one page without scripts and without anything from elsewhere`() {
        for word in ["<script", "http://", "https://", "url(", "@import", "src=", "<link"] {
            #expect(!page().contains(word), "\(word)")
        }
    }

    @Test func `draws a point for each window, an interval and the bound`() {
        let page = page()
        // Four windows have a value, of which three are judged; the drift monitor has three, one of them an alarm.
        #expect(page.components(separatedBy: "class=\"dot").count - 1 == 4 + 3)
        #expect(page.components(separatedBy: "class=\"dot sure").count - 1 == 3 + 1)
        #expect(page.components(separatedBy: "class=\"band").count - 1 == 1)
        #expect(page.components(separatedBy: "class=\"bound").count - 1 == 2)
    }

    @Test func `H1 obeys nothing in what it shows`() {
        let page = page { report in
            report.detail.pipeline.description = "<script>alert(1)</script>"
            report.versions[0].metrics[0].name = "\"><b>x"
        }
        #expect(page.contains("&lt;script&gt;alert(1)"))
        #expect(!page.contains("<script") && !page.contains("<b>"))
    }

    @Test func `leaves out what there is nothing of`() {
        let page = page { report in
            report.performance = nil
            report.drift.monitors = []
            report.versions = []
        }
        #expect(!page.contains("<h2>Performance</h2>") && !page.contains("<h2>Drift</h2>"))
        #expect(!page.contains("<h2>Models</h2>") && page.contains("<h2>Deployments</h2>"))
    }

    @Test(arguments: [1e308, -1e308, 1e-300, 0])
    func `A chart takes any number`(value: Double) {
        let page = page { report in
            report.performance?.windows[1].metrics["f1"] = .init(value: value, low: -value, high: value, reason: nil)
        }
        let paths = page.components(separatedBy: " d=\"").dropFirst().map { $0.components(separatedBy: "\"")[0] }
        #expect(paths.count > 10)
        for path in paths { #expect(path.allSatisfy { "MLHVZh 0123456789.".contains($0) }, "\(path)") }
    }
}
