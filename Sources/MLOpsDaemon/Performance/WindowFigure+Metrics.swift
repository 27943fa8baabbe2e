import FoundationEssentials
import MLOpsStore

extension WindowFigure {
    /// The metrics by their names; none if they can not be read.
    var metrics: [String: MetricFigure] {
        // What another version wrote is left out.
        let decoded = try? JSONDecoder().decode([String: MetricFigure].self, from: Data(figures.utf8))
        return decoded ?? [:]
    }

    /// Metrics as they are kept: one object of JSON, in the order of their names.
    ///
    /// A year of hours with segments has millions of them, for which an encoder of any value takes too long.
    static func text(of metrics: [(name: String, figure: MetricFigure)]) -> String {
        var text = ""
        for (name, figure) in metrics.sorted(by: { $0.name < $1.name }) {
            text += text.isEmpty ? "{" : ","
            text += JSONText.quote(name)
            text += ":"
            figure.append(to: &text)
        }
        return text.isEmpty ? "{}" : text + "}"
    }
}

extension MetricFigure {
    /// What JSON cannot write, such as an interval without an end, is left out as what is not known is.
    fileprivate func append(to text: inout String) {
        text += "{"
        var separator = "\""
        for (name, number) in [
            ("error", error), ("high", high), ("low", low), ("uncorrected", uncorrected), ("value", value),
        ] {
            guard let number, number.isFinite else { continue }
            text += "\(separator)\(name)\":\(number)"
            separator = ",\""
        }
        if let reason {
            text += separator
            text += "reason\":"
            text += JSONText.quote(reason)
        }
        text += "}"
    }
}
