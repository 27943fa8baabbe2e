/// The page of `mlopsctl report PIPELINE`: what its models are worth, how far the data have moved, and what was done about it.
package struct PipelineReportPage: Sendable {
    let report: PipelineReport
    let style: TextStyle

    package init(_ report: PipelineReport, _ style: TextStyle) {
        self.report = report
        var style = style
        // Lines of a page may be of any length.
        style.width = nil
        self.style = style
    }

    package var html: String {
        HTMLDocument(title: report.detail.pipeline.name, css: ReportStyle.css, body: body).html
    }

    private var body: String {
        """
        <header>
        <h1>\(PipelinePage.title(report.detail, style).html)</h1>
        <p class="faint">As it was on \(style.absolute(style.now).escapingHTML); what is said to be ago or left counts from then.</p>
        \(PipelinePage.fields(report.detail, style).html)
        </header>
        <main>
        \(sections.joined(separator: "\n"))
        </main>
        <footer>
        <p>Each point of a picture is a window, a large one where it was judged or was an alarm. The shade holds what is \
        behind the value with 95 %, grey dashes are estimates without labels, the red dashes are the bound. A line from \
        top to bottom is a deployment, a red one a rollback. Rest on any of them to be told more.</p>
        <p>mlopsctl \(ProductVersion.current)</p>
        </footer>
        """
    }

    private var sections: [String] {
        let (detail, ledger) = (report.detail, report.deployments)
        return [
            ReportStyle.section(
                "Performance", report.performance.map { PerformanceReport($0, ledger, style).html } ?? ""),
            ReportStyle.section("Drift", DriftReport(report.drift, ledger, style).html),
            ReportStyle.section("Models", ModelTable.table(report.versions, style).html),
            ReportStyle.section("Deployments", DeploymentTable.table(ledger, style).html),
            ReportStyle.section("Triggers", TriggerTable.table(detail.triggers, style).html),
            ReportStyle.section("Last runs", RunTable.table(detail.recentRuns, style).html),
            ReportStyle.section("Last decisions", PipelinePage.decisions(detail.recentDecisions, style).html),
        ].filter { !$0.isEmpty }
    }
}
