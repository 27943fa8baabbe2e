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
        HTMLDocument(title: report.detail.pipeline.name, css: PipelineReportStyle.css, body: body).html
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
            Self.section("Performance", report.performance.map { PerformanceReport($0, ledger, style).html } ?? ""),
            Self.section("Drift", DriftReport(report.drift, ledger, style).html),
            Self.section("Models", ModelTable.table(report.versions, style).html),
            Self.section("Deployments", DeploymentTable.table(ledger, style).html),
            Self.section("Triggers", TriggerTable.table(detail.triggers, style).html),
            Self.section("Last runs", RunTable.table(detail.recentRuns, style).html),
            Self.section("Last decisions", PipelinePage.decisions(detail.recentDecisions, style).html),
        ].filter { !$0.isEmpty }
    }

    private static func section(_ title: String, _ content: String) -> String {
        content.isEmpty ? "" : "<section>\n<h2>\(title)</h2>\n\(content)\n</section>"
    }
}
