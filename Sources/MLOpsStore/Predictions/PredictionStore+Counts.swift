import GRDB
package import MLOpsCore

extension PredictionStore {
    /// Counts predictions of a version, and those of them whose labels have come.
    ///
    /// - Parameters:
    ///   - versions: Codes of the version's names.
    ///   - since: Of the prediction, in microseconds since 1970.
    ///   - requests: No more predictions are counted.
    ///   - labels: Nor more labels.
    package func count(
        of versions: [Int64], since: Int64, requests: Int64, labels: Int64
    ) throws(StoreError) -> (requests: Int64, labels: Int64) {
        guard !versions.isEmpty else { return (0, 0) }
        return try read { database in
            let first = PredictionPlace.first(from: since)
            let codes = versions.map { "\($0)" }.joined(separator: ", ")
            let rows = "FROM _prediction p WHERE p.row >= ?1 AND p.at >= ?3 AND p.version IN (\(codes))"
            let all = try Int64.fetchOne(
                database, sql: "SELECT count(*) FROM (SELECT 1 \(rows) LIMIT ?2)", arguments: [first, requests, since])
            let labelled = try Int64.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM (
                        SELECT 1 \(rows) AND EXISTS (SELECT 1 FROM _label l WHERE l.row = p.row) LIMIT ?2)
                    """, arguments: [first, labels, since])
            return (all ?? 0, labelled ?? 0)
        }
    }
}
