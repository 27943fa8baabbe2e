import Foundation
import MLOpsControl
import MLOpsCore
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `An evaluation of windows` {
    private static let begin: Int64 = 1_760_000_400_000_000

    private final class Folder {
        let path = FileManager.default.temporaryDirectory.path + "/evaluation-" + UUID().uuidString

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func predictions(_ prediction: String?) -> PredictionsDefinition {
        PredictionsDefinition(
            log: "/x", id: "id", time: "at", prediction: prediction,
            scores: ["ant", "bee", "cow"].map { .init(name: $0, column: "p_\($0)") }, label: "came",
            task: .multiclass, segments: ["field"], window: .seconds(3600))
    }

    /// What was said, the scores of ant, bee and cow, and what came true.
    private typealias Sent = (said: String, scores: [Double], came: String)

    /// Figures of the one window that such rows, as a client sends them, make.
    private static func figures(
        _ rows: [Sent], _ predictions: PredictionsDefinition
    ) throws -> (all: [String: MetricFigure], segments: [WindowFigure]) {
        let folder = try Folder()
        let store = try PredictionStore(path: folder.path + "/a.db")
        let body = RowsBody(
            rows: rows.enumerated().map { index, row in
                var cells: [String: CellValue] = [
                    "id": .text("r\(index)"), "at": .integer(begin / 1_000_000 + Int64(index)), "said": .text(row.said),
                    // Named as a class is, which must not be mixed up.
                    "came": .text(row.came), "field": .text("cow"),
                ]
                for (name, score) in zip(["ant", "bee", "cow"], row.scores) { cells["p_\(name)"] = .number(score) }
                return cells
            })
        let sent = SentRows(role: .predictions, predictions: predictions, now: begin)
        let batch = try sent.batch(body, try store.secret()) { _ in "p/1" }.batch
        let tally = try store.take(batch, windows: predictions.grid)
        #expect(tally.predictions == Int64(rows.count) && tally.labelled == tally.predictions && tally.rejected == 0)
        for window in try store.staleWindows() {
            try WindowEvaluation(predictions: predictions, store: store).evaluate(window)
        }
        let all = try #require(try store.figures().first)
        let segments = try store.figures(column: 0)
        try store.close()
        return (all.metrics, segments)
    }

    private static let rows: [Sent] = [
        ("cow", [0.1, 0.2, 0.7], "cow"), ("ant", [0.5, 0.4, 0.1], "bee"), ("bee", [0.25, 0.5, 0.25], "bee"),
        ("ant", [0.6, 0.3, 0.1], "ant"), ("bee", [0.2, 0.45, 0.35], "cow"), ("ant", [0.8, 0.1, 0.1], "ant"),
    ]

    private func expect(_ value: Double?, _ expected: Double, _ name: String) {
        #expect(value.map { abs($0 - expected) <= 1e-12 } == true, "\(name): \(value ?? .nan), not \(expected)")
    }

    /// As scikit-learn's `log_loss`, `roc_auc_score(multi_class="ovr")` and `top_k_accuracy_score` say.
    @Test func `gives the metrics of many classes' scores`() throws {
        let figures = try Self.figures(Self.rows, Self.predictions("said")).all
        expect(figures["accuracy"]?.value, 4.0 / 6, "accuracy")
        let logLoss = -[0.7, 0.4, 0.5, 0.6, 0.35, 0.8].reduce(0) { $0 + log($1) } / 6
        expect(figures["log_loss"]?.value, logLoss, "log_loss")
        expect(figures["auroc_macro"]?.value, (1 + 0.875 + 1) / 3, "auroc_macro")
        expect(figures["top_2_accuracy"]?.value, 1, "top_2_accuracy")
        expect(figures["mrr"]?.value, (4 + 2 * 0.5) / 6, "mrr")
        #expect(figures["log_loss"]?.low != nil && figures["auroc_macro"]?.high != nil)
    }

    @Test func `gives them of segments too`() throws {
        let (all, segments) = try Self.figures(Self.rows, Self.predictions("said"))
        #expect(segments.map(\.labelled) == [6])
        #expect(segments.first?.metrics["log_loss"] == all["log_loss"])
    }

    @Test func `predicts the class with the largest score where nothing else is said`() throws {
        let said = try Self.figures(Self.rows, Self.predictions("said")).all
        let follows = try Self.figures(Self.rows, Self.predictions(nil)).all
        #expect(follows == said)
    }

    @Test func `knows no score of a label that has no column`() throws {
        let rows = Self.rows + [("ant", [0.4, 0.3, 0.3], "dog")]
        let figures = try Self.figures(rows, Self.predictions("said")).all
        expect(figures["accuracy"]?.value, 4.0 / 7, "accuracy")
        expect(figures["mrr"]?.value, 5.0 / 6, "mrr")
        let classless = try Self.figures(
            Array(Self.rows.filter { $0.came != "cow" && $0.said != "cow" }), Self.predictions("said")
        ).all
        #expect(classless["auroc_macro"]?.reason == "a class is no label, or the only one")
        #expect(classless["log_loss"]?.value != nil)
    }
}
