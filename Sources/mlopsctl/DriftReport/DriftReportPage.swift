import MLOpsControl

/// The page of `mlopsctl report --compare`: one file, without scripts, fonts or anything else from elsewhere.
struct DriftReportPage {
    let report: ComparisonReport
    let reference: String
    let current: String
    let time: String

    var html: String {
        HTMLDocument(title: "Drift: \(current)", css: DriftReportStyle.css, body: body).html
    }

    private var body: String {
        """
        <header>
        <h1>\(verdict)</h1>
        <dl class="sides">
        <div><dt><i class="key reference"></i>Reference</dt><dd>\(reference.escapingHTML)</dd><dd class="n">\(rows(report.nReference))</dd></div>
        <div><dt><i class="key current"></i>Current</dt><dd>\(current.escapingHTML)</dd><dd class="n">\(rows(report.nCurrent))</dd></div>
        </dl>
        \(summary)
        </header>
        <main>
        \(columns.map { DriftReportCard(column: $0).html }.joined(separator: "\n"))
        </main>
        <footer>
        <p>A column has drifted when the difference is significant among all columns and surely large enough to matter. The \
        chance that data of one distribution is called drifted is at most \(CellValue.shown(report.falseAlarms * 100)) %, all \
        columns together. Rank statistics and distances are computed on \
        \(report.rankStatistics == "cells" ? "cells fitted to the reference" : "the values themselves").</p>
        \(notes)
        <p>mlopsctl \(ProductVersion.current), \(time.escapingHTML)</p>
        </footer>
        """
    }

    private var columns: [ComparedColumn] { report.columns.sorted { $0.order < $1.order } }

    private var verdict: String {
        switch report.drifted {
        case true?:
            let drifted = report.columns.count { $0.drifted == true }
            return
                "<span class=\"drifted\">Drifted</span>: \(drifted) of \(CountText.counted(report.columns.count, "column"))"
        case false?: return "<span class=\"calm\">Not drifted</span>"
        case nil: return "<span class=\"untold\">Could not tell</span>"
        }
    }

    private var summary: String {
        let drifted = columns.filter { $0.drifted == true }.map {
            "<a href=\"#\($0.anchor)\">\($0.name.escapingHTML)</a>"
        }
        let untold = columns.filter { $0.drifted == nil }.map {
            "<a href=\"#\($0.anchor)\">\($0.name.escapingHTML)</a>"
        }
        var lines: [String] = []
        if !drifted.isEmpty { lines.append("<p>Drifted: \(drifted.joined(separator: ", "))</p>") }
        if !untold.isEmpty { lines.append("<p>Could not be told: \(untold.joined(separator: ", "))</p>") }
        if !report.newColumns.isEmpty {
            let names = report.newColumns.map { $0.escapingHTML }
            lines.append("<p>New, without a reference: \(names.joined(separator: ", "))</p>")
        }
        return lines.joined(separator: "\n")
    }

    private var notes: String {
        guard !report.notes.isEmpty else { return "" }
        return "<ul>" + report.notes.map { "<li>\($0.escapingHTML)</li>" }.joined() + "</ul>"
    }

    private func rows(_ count: Int) -> String { "n = \(count)" }
}
