/// The page of `mlopsctl report RUN`: why it was started, what it was made from, what it did and what came of it.
package struct RunReportPage: Sendable {
    let report: RunReport
    let style: TextStyle

    package init(_ report: RunReport, _ style: TextStyle) {
        self.report = report
        var style = style
        // Lines of a page may be of any length.
        style.width = nil
        self.style = style
    }

    package var html: String {
        let run = report.detail.run
        return HTMLDocument(title: "\(run.pipeline) \(run.id)", css: ReportStyle.css, body: body).html
    }

    private var body: String {
        """
        <header>
        <h1>\(RunPage.title(report.detail.run, style).html)</h1>
        <p class="faint">As it was on \(style.absolute(style.now).escapingHTML); what is said to be ago or left counts from then.</p>
        \(course.html)
        </header>
        <main>
        \(sections.joined(separator: "\n"))
        </main>
        <footer>
        <p>mlopsctl \(ProductVersion.current)</p>
        </footer>
        """
    }

    private var course: FieldList {
        var fields = FieldList()
        RunPage.addCourse(of: report.detail, to: &fields, style)
        fields.add("Tainted", lines: report.detail.taints.map { StyledText($0, .bad) })
        fields.add("Next", report.detail.run.nextCommand.map { StyledText($0) })
        return fields
    }

    private var sections: [String] {
        let detail = report.detail
        return [
            ReportStyle.section("Why", WhyText.tree(report.why, style).html),
            ReportStyle.section("Inputs", RunInputsReport(manifest: detail.manifest, inputs: detail.inputs ?? []).html),
            ReportStyle.section("Setting", setting.html),
            ReportStyle.section("Steps", RunStepsReport(steps: detail.steps, style: style).table.html),
            ReportStyle.section("Metrics", metrics.html),
            ReportStyle.section(
                "Gates", RunGatesReport(gates: detail.gates, champion: detail.champion, style: style).html),
            ReportStyle.section("Model", report.version.map(model) ?? ""),
            ReportStyle.section(
                "Deployments", DeploymentTable.table(report.version?.deployments ?? [], style).html),
        ].filter { !$0.isEmpty }
    }

    /// What it ran with and in.
    private var setting: FieldList {
        var fields = FieldList()
        RunPage.addSetting(of: report.detail, to: &fields)
        fields.add("Directory", report.detail.directory.map { StyledText($0) })
        return fields
    }

    /// Beside each metric that of the champion, as it was when that was registered.
    private var metrics: Table {
        var table = Table([
            .init("METRIC"), .init("CANDIDATE", .right), .init(report.detail.champion ?? "CHAMPION", .right),
            .init("DIFFERENCE", .right), .init(""),
        ])
        for metric in report.detail.metrics {
            let known = report.champion?.version.metrics.first { $0.name == metric.name }?.value
            let champion = metric.champion ?? known
            table.add([
                StyledText(metric.name, .strong), StyledText(CountText.measured(metric.value)),
                StyledText(champion.map(CountText.measured) ?? "-"),
                StyledText(champion.map { CountText.measured(metric.value - $0) } ?? "-"),
            ])
        }
        return table
    }

    private func model(_ detail: ModelVersionDetail) -> String {
        var fields = FieldList()
        ModelPage.addFiles(of: detail, to: &fields, style)
        return "<h3>\(ModelPage.title(detail.version, style).html)</h3>\n\(fields.html)"
    }
}
