import MLOpsControl

/// The two distributions of a column as a picture: areas over one axis, or pairs of bars.
struct DistributionChart {
    let column: ComparedColumn

    private static let width = 480.0
    private static let height = 140.0

    var html: String {
        let shapes = column.shapes
        switch shapes.axis {
        case .steps(let low, let high): return areas(low, high)
        case .categories(let names) where !names.isEmpty: return bars(names)
        case .categories: return "<p class=\"nothing\">There are no values to show.</p>"
        }
    }

    private func areas(_ low: Double, _ high: Double) -> String {
        let shapes = column.shapes
        let tallest = max((shapes.reference + shapes.current).max() ?? 0, 1e-300)
        let labels = [low, (low + high) / 2, high].map { AxisLabel.text($0, column.columnType, width: high - low) }
        return """
            <figure>
            <svg viewBox="0 0 480 140" preserveAspectRatio="none" role="img" aria-label="distribution of reference and current">
            <path class="reference" d="\(path(shapes.reference, tallest))"/>
            <path class="current" d="\(path(shapes.current, tallest))"/>
            </svg>
            <div class="axis"><span>\(labels[0])</span><span>\(labels[1])</span><span>\(labels[2])</span></div>
            </figure>
            """
    }

    private func path(_ shares: [Double], _ tallest: Double) -> String {
        let step = Self.width / Double(max(1, shares.count))
        var path = "M0 \(Self.place(Self.height))"
        for (index, share) in shares.enumerated() {
            let top = Self.place(Self.height - share / tallest * (Self.height - 4))
            path += "L\(Self.place(Double(index) * step)) \(top)H\(Self.place(Double(index + 1) * step))"
        }
        return path + "V\(Self.place(Self.height))Z"
    }

    private func bars(_ names: [String]) -> String {
        let shapes = column.shapes
        let tallest = max((shapes.reference + shapes.current).max() ?? 0, 1e-300)
        let rows = names.indices.map { index -> String in
            let (before, after) = (shapes.reference[index], shapes.current[index])
            let name = names[index].isEmpty ? "(empty)" : names[index]
            return """
                <li><span class="name" title="\(name.shortened(to: 200).escapingHTML)">\
                \(name.shortened(to: 40).escapingHTML)</span>\
                <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">\
                <rect class="reference" width="\(Self.place(before / tallest * 100))" height="6" y="0.5"/>\
                <rect class="current" width="\(Self.place(after / tallest * 100))" height="6" y="7.5"/></svg>\
                <span class="shares">\(Percentage.text(before).escapingHTML) → \(Percentage.text(after).escapingHTML)</span></li>
                """
        }
        return "<ul class=\"bars\">\(rows.joined())</ul>"
    }

    private static func place(_ value: Double) -> String {
        let text = "\((value * 10).rounded() / 10)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
