import MLOpsControl

/// One column of the page: its two distributions over one another, and what was computed of them.
struct DriftReportCard {
    let column: ComparedColumn

    var html: String {
        """
        <article id="\(column.anchor)" class="\(state)">
        <h2>\(column.name.escapingHTML)</h2>
        <p class="type">\(column.type.escapingHTML) · <strong>\(words)</strong></p>
        \(DistributionChart(column: column).html)
        <table>
        \(figures.map { "<tr><th>\($0.0)</th><td>\($0.1)</td></tr>" }.joined(separator: "\n"))
        </table>
        </article>
        """
    }

    private var state: String { column.drifted.map { $0 ? "drifted" : "calm" } ?? "untold" }

    private var words: String {
        if let otherType = column.otherType { return "values are \(otherType.escapingHTML)" }
        switch (column.drifted, column.status) {
        case (true?, _): return "drifted"
        case (_, "insufficient"): return "too few rows"
        case (_, "all_null"): return "no values"
        case (_, "missing"): return "not in the current data"
        case (_, "empty"): return "no rows"
        case (_, "incomparable"): return "of another kind"
        default: return "not drifted"
        }
    }

    private var figures: [(String, String)] {
        let all: [(String, String?)] = [
            ("p", column.p.map { $0 < 1e-300 ? "&lt; 1e-300" : CellValue.shown($0) }),
            ("PSI", column.psi.map(decimals)), ("Jensen-Shannon", column.jensenShannon.map(decimals)),
            ("Hellinger", column.hellinger.map(decimals)), ("KS", column.ks.map { decimals($0.statistic) }),
            ("Wasserstein", column.wasserstein.map { CellValue.shown($0) }),
            ("null", nulls), ("n", "\(column.nReference) → \(column.nCurrent)"),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    private var nulls: String? {
        guard let before = column.nullRateReference, let after = column.nullRateCurrent, before + after > 0 else {
            return nil
        }
        return "\(Percentage.text(before).escapingHTML) → \(Percentage.text(after).escapingHTML)"
    }

    private func decimals(_ value: Double) -> String { CellValue.shown((value * 10_000).rounded() / 10_000) }
}

extension ComparedColumn {
    /// A name for links that holds nothing of the column's own name but its hash and length.
    var anchor: String {
        let hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "c\(name.utf8.count)-\(String(hash, radix: 16))"
    }
}
