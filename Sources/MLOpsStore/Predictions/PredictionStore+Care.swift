import GRDB
package import MLOpsCore

extension PredictionStore {
    /// Removes some of the rows of whole windows that ended before a time; what was made of them stays.
    ///
    /// Predictions of that time are refused from then on, so that no window is evaluated without a part of its rows.
    ///
    /// - Returns: Whether there are more.
    package func forget(before time: Int64, windows: WindowGrid, rows limit: Int = 20_000) throws(StoreError) -> Bool {
        try write { database in
            let end = windows.start(of: time)
            if try PredictionWriter.setting("first_kept", in: database) ?? 0 < end {
                try PredictionWriter.set("first_kept", to: end, in: database)
                try database.execute(sql: "DELETE FROM _touched WHERE start < ?", arguments: [end])
            }
            let forgotten = try Self.forgetPredictions(before: end, limit, database)
            let orphans = try Self.forgetEarly(before: time, database)
            try database.cachedStatement(sql: "DELETE FROM _reply WHERE at < ?").execute(arguments: [time])
            guard forgotten > 0 || orphans > 0 else { return false }
            try database.execute(
                sql: "UPDATE _tally SET early = early - ?1, orphaned = orphaned + ?1", arguments: [orphans])
            return forgotten == limit
        }
    }

    private static func forgetPredictions(before end: Int64, _ limit: Int, _ database: Database) throws -> Int {
        let last = PredictionPlace.first(from: end)
        var rows: [(key: JoinKey, row: Int64)] = []
        let find = try HotStatement(
            database, "SELECT row, high, low FROM _prediction WHERE row < ? ORDER BY row LIMIT ?")
        find.bind(last, at: 1)
        find.bind(Int64(limit), at: 2)
        while try find.step() {
            rows.append((JoinKey(high: find.integer(1), low: find.integer(2)), find.integer(0)))
        }
        find.reset()
        guard let through = rows.last?.row else { return 0 }
        let remove = try HotStatement(database, "DELETE FROM _key WHERE high = ? AND low = ?")
        for row in rows.sorted(by: { $0.key < $1.key }) {
            remove.bind(row.key.high, at: 1)
            remove.bind(row.key.low, at: 2)
            try remove.run()
        }
        for table in ["_label", "_prediction"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE row <= ?").execute(arguments: [through])
        }
        return rows.count
    }

    private static func forgetEarly(before time: Int64, _ database: Database) throws -> Int {
        guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM _early)") ?? false else { return 0 }
        try database.cachedStatement(sql: "DELETE FROM _early WHERE at < ?").execute(arguments: [time])
        return database.changesCount
    }
}
