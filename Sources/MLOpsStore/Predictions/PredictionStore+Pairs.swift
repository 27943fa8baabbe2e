import GRDB
package import MLOpsCore

/// A prediction, and what came true of it where that is asked for.
package struct KeyedPrediction: Hashable, Sendable {
    package var key: JoinKey
    /// NaN: there is none.
    package var prediction: Double
    package var score: Double
    package var label: Double
}

extension PredictionStore {
    /// Predictions of a version whose labels are known, newest first.
    ///
    /// - Parameters:
    ///   - versions: Codes of the version's names.
    ///   - since: Of the prediction, in microseconds since 1970.
    ///   - limit: No more are read.
    package func labelled(
        of versions: [Int64], since: Int64, limit: Int
    ) throws(StoreError) -> [KeyedPrediction] {
        guard !versions.isEmpty else { return [] }
        let codes = versions.map { "\($0)" }.joined(separator: ", ")
        return try read { database in
            var found: [KeyedPrediction] = []
            let rows = try HotStatement(
                database,
                """
                SELECT p.high, p.low, p.prediction, p.score, l.value FROM _prediction p JOIN _label l ON l.row = p.row
                WHERE p.row >= ? AND p.at >= ? AND p.version IN (\(codes)) ORDER BY p.row DESC LIMIT ?
                """)
            rows.bind(PredictionPlace.first(from: since), at: 1)
            rows.bind(since, at: 2)
            rows.bind(Int64(limit), at: 3)
            defer { rows.reset() }
            while try rows.step() {
                found.append(
                    KeyedPrediction(
                        key: JoinKey(high: rows.integer(0), low: rows.integer(1)), prediction: rows.double(2),
                        score: rows.double(3), label: rows.double(4)))
            }
            return found
        }
    }

    /// What was predicted for each key; nil: nothing was.
    package func predictions(for keys: [JoinKey]) throws(StoreError) -> [(prediction: Double, score: Double)?] {
        try read { database in
            let row = try HotStatement(
                database,
                """
                SELECT p.prediction, p.score FROM _key k JOIN _prediction p ON p.row = k.row
                WHERE k.high = ? AND k.low = ?
                """)
            return try keys.map { key in
                row.bind(key.high, at: 1)
                row.bind(key.low, at: 2)
                defer { row.reset() }
                return try row.step() ? (row.double(0), row.double(1)) : nil
            }
        }
    }
}
