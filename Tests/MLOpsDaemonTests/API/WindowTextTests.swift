import Foundation
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `Windows that are sent as text` {
    private static let begin: Int64 = 1_760_000_400_000_000
    private static let predictions = PredictionsDefinition(
        log: "/x", id: "id", time: "at", prediction: "said", label: "came", task: .binary, segments: ["\"land\""],
        window: .seconds(3600), labelHorizon: nil, minPerClass: 1)
    private static let metrics: [(name: String, figure: MetricFigure)] = [
        ("f1", MetricFigure(reason: "no label is \"1\"\n")),
        ("accuracy", MetricFigure(value: 2.0 / 3, low: 1e-300, high: 1)), ("bare", MetricFigure()),
        ("lift", MetricFigure(value: 3, low: 0.1)),
        ("recall", MetricFigure(value: 0.75, low: 0.5, high: 0.875, uncorrected: 0.625, error: 0.0625)),
    ]

    private static func figure(_ column: Int64 = -1, _ segment: Int64 = -1) -> WindowFigure {
        WindowFigure(
            start: begin, version: 1, column: column, segment: segment, predictions: 3, labelled: 2, leastClass: 1,
            figures: WindowFigure.text(of: metrics))
    }

    @Test func `metrics are read as they were written`() {
        let read = Self.figure().metrics
        #expect(read == Dictionary(uniqueKeysWithValues: Self.metrics.map { ($0.name, $0.figure) }))
        #expect(WindowFigure.text(of: []) == "{}")
    }

    @Test func `an interval without an end is written without it`() {
        let text = WindowFigure.text(of: [("mae", MetricFigure(value: 1, low: 0.5, high: .infinity))])
        #expect(text == #"{"mae":{"low":0.5,"value":1.0}}"#)
    }

    @Test func `an answer is read as values are`() throws {
        var windows = WindowText(
            now: Instant(microseconds: Self.begin), words: [1: "churn/\u{1b}1", 7: "Trinidad \\ Tobago"])
        for figure in [Self.figure(), Self.figure(0, 7), Self.figure(0, -1)] {
            windows.append(figure, Self.predictions)
        }
        windows.append(MetricPoint(metric: "f1", version: 9, at: Self.begin, value: 0.5, samples: 4))
        let answer = PerformanceResponse(
            pipeline: "churn", task: "binary",
            estimate: EstimateValue(isSuspect: true, texts: ["\"windows\":[]}"], windows: []), join: JoinValue())
        var expected = answer
        let metrics = Self.figure().metrics.mapValues {
            PerformanceWindowValue.Metric(value: $0.value, low: $0.low, high: $0.high, reason: $0.reason)
        }
        func window(_ column: String?, _ segment: String?) -> PerformanceWindowValue {
            PerformanceWindowValue(
                start: Timestamp(microseconds: Self.begin), end: Timestamp(microseconds: Self.begin + 3_600_000_000),
                version: "churn/\u{1b}1", column: column, segment: segment, n: 3, labelled: 2, coverage: 2.0 / 3,
                status: .immature, metrics: metrics)
        }
        let at = Timestamp(microseconds: Self.begin)
        expected.windows = [
            window(nil, nil), window("\"land\"", "Trinidad \\ Tobago"), window("\"land\"", nil),
            PerformanceWindowValue(
                start: at, end: at, version: "", n: 4, labelled: 4, coverage: 1, status: .judged,
                metrics: ["f1": .init(value: 0.5, low: nil, high: nil, reason: nil)]),
        ]
        let text = Data(try answer.text(windows: windows.bytes))
        #expect(try ControlJSON.decode(PerformanceResponse.self, from: text) == expected)
        #expect(
            try ControlJSON.decode(PerformanceResponse.self, from: Data(try answer.text(windows: []))) == answer)
    }
}
