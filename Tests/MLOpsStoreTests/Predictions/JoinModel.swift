import MLOpsStore

/// What a join by id has to come to, told in the simplest way.
struct JoinModel {
    private(set) var predictions: [Int: PredictionRow] = [:]
    private(set) var labels: [Int: Double] = [:]
    private(set) var saidAgain: Int64 = 0

    static func key(_ id: Int) -> JoinKey { JoinKey(high: Int64(id &* 0x5851_F42D_4C95_7F2D), low: Int64(id)) }

    mutating func say(_ id: Int, _ row: PredictionRow) {
        if predictions.updateValue(row, forKey: id) != nil { saidAgain += 1 }
    }

    mutating func label(_ id: Int, _ value: Double) {
        if labels.updateValue(value, forKey: id) != nil { saidAgain += 1 }
    }

    /// Time, prediction and label of every prediction, in a fixed order; -1: no label.
    var rows: [[Double]] {
        predictions.map { [Double($1.at), $1.prediction, $1.score, labels[$0] ?? -1] }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    var early: Int { labels.keys.filter { predictions[$0] == nil }.count }
    var labelled: Int { labels.keys.filter { predictions[$0] != nil }.count }
}

extension PredictionStore {
    var joinedRows: [[Double]] {
        get throws {
            var rows: [[Double]] = []
            try forEachRow(in: 0..<Int64.max) {
                rows.append([Double($0.at), $0.prediction, $0.score, $0.label.isNaN ? -1 : $0.label])
            }
            return rows.sorted { $0.lexicographicallyPrecedes($1) }
        }
    }
}
