import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// What both models said of the same requests, and what came true.
struct ShadowComparison {
    private let goal: ShadowGoal
    private let results: RowResults

    /// The newest so many are compared.
    private static let mostRows = 1_000_000

    var count: Int { results.count }

    init(
        goal: ShadowGoal, championDigest: String, said: PredictionStore, followed: PredictionStore
    ) throws {
        self.goal = goal
        let name = goal.champion
        let codes = try followed.words().filter { name.isCalled($0.value, digest: championDigest) }.map(\.key)
        let champion = try followed.labelled(
            of: codes, since: goal.since.wall.microseconds, limit: Self.mostRows)
        let candidate = try said.predictions(for: champion.map(\.key))
        let pairs = zip(champion, candidate).compactMap { left, right in right.map { (left, $0) } }
        let isBinary = goal.definition.predictions?.task == .binary
        func prediction(_ said: Double, _ score: Double) -> Double {
            said.isNaN && isBinary && !score.isNaN ? (score >= 0.5 ? 1 : 0) : said
        }
        var columns: [String: [Double]] = [
            "label": pairs.map(\.0.label),
            "prediction": pairs.map { prediction($0.1.prediction, $0.1.score) },
            "champion_prediction": pairs.map { prediction($0.0.prediction, $0.0.score) },
        ]
        if goal.definition.predictions?.score != nil {
            columns["score"] = pairs.map(\.1.score)
            columns["champion_score"] = pairs.map(\.0.score)
        }
        results = RowResults(count: pairs.count, columns: columns.mapValues { .numbers($0) })
    }

    /// One for each gate.
    ///
    /// - Parameter look: its number, which says how much of the chance of an error it may use up.
    func measurements(look: Int) -> [GateMeasurement] {
        let error = PairedComparison.error * ShadowReport.Look.share(of: look)
        return goal.gates.map { gate in
            do throws(PairedComparison.Obstacle) {
                let found = try PairedComparison(of: gate.metric, in: results, error: error)
                guard let difference = found.difference else {
                    return .unavailable(reason: "the predictions say nothing of the champion")
                }
                let evidence = GateEvidence(found, isComparison: true)
                return .metric(MetricMeasurement(champion: difference.champion, rows: evidence))
            } catch {
                return .unavailable(reason: "of the predictions, \(error.reason)")
            }
        }
    }
}
