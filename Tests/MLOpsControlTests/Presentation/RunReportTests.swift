import FoundationEssentials
import MLOpsControl
import Testing

@Suite struct `The page of a run` {
    private func page(_ change: (inout RunReport) -> Void = { _ in }) -> String {
        var report = RunReport.example
        change(&report)
        return RunReportPage(report, .example(width: 80)).html
    }

    @Test func `shows what there is`() throws {
        try Snapshot.expect(page(), "Golden/run-report.html")
    }

    @Test func `is one page without scripts and without anything from elsewhere`() {
        for word in ["<script", "http://", "https://", "url(", "@import", "src=", "<link"] {
            #expect(!page().contains(word), "\(word)")
        }
    }

    @Test func `names the champion's value beside each metric that it has`() {
        let page = page()
        #expect(page.contains("<th class=\"number\">flights/2</th>"))
        #expect(
            page.contains(
                "<td class=\"number\">11.75</td><td class=\"number\">12.25</td><td class=\"number\">-0.5</td>"))
        #expect(page.contains("<td class=\"number\">6272</td><td class=\"number\">-</td><td class=\"number\">-</td>"))
    }

    @Test func `H1 obeys nothing in what it shows`() {
        let page = page { report in
            report.detail.steps[1].attempts[0].text = "<script>alert(1)</script>"
            report.why.answer = "\"><b>x"
            report.detail.inputs?[0].children[0].id = "<img src=x>"
        }
        #expect(page.contains("&lt;script&gt;alert(1)") && page.contains("&lt;img src=x&gt;"))
        #expect(!page.contains("<script") && !page.contains("<b>") && !page.contains("<img"))
    }

    @Test func `leaves out what there is nothing of`() {
        let page = page { report in
            report.detail.metrics = []
            report.detail.gates = []
            report.detail.manifest = nil
            report.version = nil
        }
        for title in ["Metrics", "Gates", "Inputs", "Model", "Deployments"] {
            #expect(!page.contains("<h2>\(title)</h2>"), "\(title)")
        }
        #expect(page.contains("<h2>Why</h2>") && page.contains("<h2>Steps</h2>"))
    }
}
