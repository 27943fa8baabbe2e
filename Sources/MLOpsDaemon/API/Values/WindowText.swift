import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Writes windows as values of ``PerformanceWindowValue`` are sent, with their metrics as they are kept.
///
/// To read the metrics of a thousand windows and segments only to write them again would take most of the answer's time.
struct WindowText {
    private let now: Instant
    private let words: [Int64: String]
    /// Objects of JSON with commas between them.
    private(set) var bytes: [UInt8] = []

    /// - Parameter words: The texts that codes stand for.
    init(now: Instant, words: [Int64: String]) { (self.now, self.words) = (now, words) }

    mutating func append(_ figure: WindowFigure, _ predictions: PredictionsDefinition) {
        let status = PerformanceWindows(predictions: predictions, now: now).status(of: figure, minSamples: 1)
        append(
            PerformanceWindowValue(
                start: Timestamp(microseconds: figure.start),
                end: Timestamp(microseconds: figure.start + predictions.grid.length),
                version: words[figure.version] ?? "", column: predictions.segmentColumn(figure.column),
                segment: figure.column < 0 ? nil : words[figure.segment], n: figure.predictions,
                labelled: figure.labelled,
                coverage: figure.predictions > 0 ? Double(figure.labelled) / Double(figure.predictions) : 0,
                status: .init(status), metrics: [:]), metrics: figure.figures)
    }

    /// A value that another program counted.
    mutating func append(_ point: MetricPoint) {
        let at = Timestamp(microseconds: point.at)
        append(
            PerformanceWindowValue(
                start: at, end: at, version: words[point.version] ?? "", n: point.samples, labelled: point.samples,
                coverage: 1, status: .judged, metrics: [:]),
            metrics: WindowFigure.text(of: [(point.metric, PushedMetric(point: point).figure)]))
    }

    /// - Parameter metrics: JSON, in the place of the window's own.
    private mutating func append(_ window: PerformanceWindowValue, metrics: String) {
        var text = bytes.isEmpty ? "{" : ",{"
        if let column = window.column { text += "\"column\":\(JSONText.quote(column))," }
        text += "\"coverage\":\(window.coverage),\"end\":\"\(window.end.rfc3339)\",\"labelled\":\(window.labelled),"
        text += "\"metrics\":\(metrics),\"n\":\(window.n),"
        if let segment = window.segment { text += "\"segment\":\(JSONText.quote(segment))," }
        text += "\"start\":\"\(window.start.rfc3339)\",\"status\":\"\(window.status.rawValue)\","
        text += "\"version\":\(JSONText.quote(window.version))}"
        bytes += text.utf8
    }
}

extension PredictionsDefinition {
    /// The name of a column of segments; nil: it is none.
    fileprivate func segmentColumn(_ column: Int64) -> String? {
        segments.indices.contains(Int(column)) ? segments[Int(column)] : nil
    }
}

extension PerformanceWindowValue.Status {
    fileprivate init(_ status: PerformanceWindow.Status) {
        switch status {
        case .judged, .undefined: self = .judged
        case .immature: self = .immature
        case .insufficient: self = .insufficient
        }
    }
}

extension PerformanceResponse {
    /// One line of JSON, without a line feed, of an answer that has no windows itself.
    ///
    /// - Parameter windows: Objects of JSON with commas between them.
    func text(windows: [UInt8]) throws -> [UInt8] {
        var text = [UInt8](try ControlJSON.encode(self))
        // Members are in the order of their names, the last of which is that of the windows: "windows":[]}
        text.removeLast("]}".utf8.count)
        text += windows
        text += "]}".utf8
        return text
    }
}
