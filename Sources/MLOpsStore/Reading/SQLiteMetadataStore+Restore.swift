import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Returns what is not finished, from a file opened again if a write had failed.
    ///
    /// Its cost depends on what is active, never on how much history there is.
    package func restore() throws(StoreError) -> Snapshot {
        try reopenIfNeeded()
        return try read { database in
            guard let record = try database.row("SELECT * FROM _record", [], as: Self.record) else {
                throw UnexpectedValue("no row", in: "_record")
            }
            return Snapshot(
                counters: record.counters,
                pipelines: try database.rows("SELECT body FROM _pipeline ORDER BY name") { try $0.json("body") },
                activeRuns: try database.rows(Self.activeRuns) { try $0.json("body") },
                openDeployments: try database.rows(Self.openDeployments) { try $0.json("body") },
                newestRecord: record.newest)
        }
    }

    static let activeRuns = "SELECT body FROM _run WHERE outcome IS NULL ORDER BY id"
    static let openDeployments = "SELECT body FROM _deployment WHERE state = 'intended' ORDER BY id"

    private static func record(_ row: Row) throws -> (counters: Counters, newest: Int64) {
        var counters = Counters()
        counters.evidence = try row.integer("evidence")
        counters.decision = try row.integer("decision")
        counters.request = try row.integer("request")
        counters.run = try row.integer("run")
        counters.deployment = try row.integer("deployment")
        return (counters, try row.integer("newest"))
    }
}
