import FoundationEssentials
import GRDB
package import MLOpsCore

extension PredictionStore {
    /// Where predictions begin that the test is about, which is noted the first time.
    ///
    /// - Parameter begins: What is noted if nothing is yet, in microseconds since 1970.
    package func beginning(of key: HarmTestKey, orElse begins: Int64) throws(StoreError) -> Int64 {
        let known = try read { database in
            try Int64.fetchOne(
                database, sql: "SELECT begins FROM _harm_test WHERE test = ? AND deployment = ?",
                arguments: [key.test, key.deployment])
        }
        if let known { return known }
        return try write { database in
            try database.execute(
                sql: "INSERT INTO _harm_test VALUES (?, ?, ?, NULL)", arguments: [key.test, key.deployment, begins])
            return begins
        }
    }

    /// Notes how many rows the version lasted that this deployment made live, until it was no longer good enough.
    package func note(_ key: HarmTestKey, lasted rows: Double) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE _harm_test SET lasted = ? WHERE test = ? AND deployment = ? AND lasted IS NOT ?",
                arguments: [rows, key.test, key.deployment, rows])
        }
    }

    /// How many rows each of the earlier deployments lasted that were no longer good enough in the end.
    package func lasted(before key: HarmTestKey) throws(StoreError) -> [Double] {
        try read { database in
            try Double.fetchAll(
                database,
                sql: """
                    SELECT lasted FROM _harm_test WHERE test = ? AND deployment < ? AND lasted IS NOT NULL
                    ORDER BY deployment
                    """, arguments: [key.test, key.deployment])
        }
    }

    /// The last state of the test of the latest earlier deployment of which one is kept; nil: none is.
    package func lastState(before key: HarmTestKey) throws(StoreError) -> [UInt8]? {
        try read { database in
            try Data.fetchOne(
                database,
                sql: """
                    SELECT state FROM _harm_window WHERE test = ? AND deployment < ? AND state IS NOT NULL
                    ORDER BY deployment DESC, start DESC LIMIT 1
                    """, arguments: [key.test, key.deployment]
            ).map { [UInt8]($0) }
        }
    }

    /// The windows that the test has taken in, from the earliest on that is kept.
    package func testedWindows(of key: HarmTestKey) throws(StoreError) -> [TestedWindow] {
        try read { database in
            try database.rows(
                """
                SELECT start, revision, rows, state IS NOT NULL AS keeps_state FROM _harm_window
                WHERE test = ? AND deployment = ? ORDER BY start
                """, [key.test, key.deployment]
            ) {
                TestedWindow(
                    start: try $0.integer("start"), revision: try $0.integer("revision"), rows: try $0.integer("rows"),
                    keepsState: try $0.integer("keeps_state") != 0)
            }
        }
    }

    /// What the test remembered after a window; nil: it is not kept.
    package func state(of key: HarmTestKey, after start: Int64) throws(StoreError) -> [UInt8]? {
        try read { database in
            try Data.fetchOne(
                database,
                sql: """
                    SELECT state FROM _harm_window WHERE test = ? AND deployment = ? AND start = ? AND state IS NOT NULL
                    """, arguments: [key.test, key.deployment, start]
            ).map { [UInt8]($0) }
        }
    }

    /// Puts windows in the place of all that the test took in after a time, in one durable transaction.
    ///
    /// - Parameters:
    ///   - start: The last window that stays; nil: none does.
    ///   - forgotten: Windows of which it is no longer kept what the test remembered after them.
    ///   - first: Windows before it are not kept; nil: all are.
    package func put(
        _ windows: [(window: TestedWindow, state: [UInt8])], of key: HarmTestKey, after start: Int64?,
        forgetting forgotten: [Int64], before first: Int64?
    ) throws(StoreError) {
        try write { database in
            let remove = "DELETE FROM _harm_window WHERE test = ? AND deployment = ? AND start"
            if let start {
                try database.execute(sql: remove + " > ?", arguments: [key.test, key.deployment, start])
            } else {
                try database.execute(sql: remove + " IS NOT NULL", arguments: [key.test, key.deployment])
            }
            for (window, state) in windows {
                try database.cachedStatement(sql: "INSERT INTO _harm_window VALUES (?, ?, ?, ?, ?, ?)")
                    .execute(arguments: [
                        key.test, key.deployment, window.start, window.revision, window.rows, Data(state),
                    ])
            }
            for old in forgotten {
                try database.cachedStatement(
                    sql: "UPDATE _harm_window SET state = NULL WHERE test = ? AND deployment = ? AND start = ?"
                ).execute(arguments: [key.test, key.deployment, old])
            }
            if let first {
                try database.execute(sql: remove + " < ?", arguments: [key.test, key.deployment, first])
            }
        }
    }

    /// Forgets tests that are not wanted any more, and all but the last deployments of the others.
    package func keepTests(_ tests: Set<String>, deployments kept: Int) throws(StoreError) {
        let known = try read { database in
            try String.fetchAll(database, sql: "SELECT DISTINCT test FROM _harm_test ORDER BY test")
        }
        let crowded = try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT test FROM (SELECT DISTINCT test, deployment FROM _harm_window)
                    GROUP BY test HAVING COUNT(*) > ?
                    """, arguments: [kept])
        }
        guard known.contains(where: { !tests.contains($0) }) || !crowded.isEmpty else { return }
        try write { database in
            for test in known where !tests.contains(test) {
                for table in ["_harm_test", "_harm_window"] {
                    try database.execute(sql: "DELETE FROM \(table) WHERE test = ?", arguments: [test])
                }
            }
            for test in known where tests.contains(test) {
                try database.execute(
                    sql: """
                        DELETE FROM _harm_window WHERE test = ?1 AND deployment NOT IN (
                            SELECT deployment FROM _harm_test WHERE test = ?1 ORDER BY deployment DESC LIMIT ?2)
                        """, arguments: [test, kept])
            }
        }
    }

    /// Windows of versions as they were evaluated last, from the first whose rows are kept on.
    ///
    /// - Parameter versions: Codes of names of the same version.
    package func evaluatedWindows(of versions: Set<Int64>) throws(StoreError) -> [EvaluatedWindow] {
        try read { database in
            let first = try PredictionWriter.setting("first_kept", in: database) ?? .min
            var windows: [EvaluatedWindow] = []
            let figures = try Row.fetchCursor(
                database,
                sql: """
                    SELECT f.start, f.version, f.predictions, f.labelled, e.revision
                    FROM _figure f JOIN _evaluated e ON e.start = f.start
                    WHERE f.segment_column = -1 AND f.start >= ? ORDER BY f.start
                    """, arguments: [first])
            while let row = try figures.next() {
                guard versions.contains(try row.integer("version")) else { continue }
                let window = EvaluatedWindow(
                    start: try row.integer("start"), revision: try row.integer("revision"),
                    predictions: try row.integer("predictions"), labelled: try row.integer("labelled"))
                if let last = windows.last, last.start == window.start {
                    windows[windows.count - 1].predictions += window.predictions
                    windows[windows.count - 1].labelled += window.labelled
                } else {
                    windows.append(window)
                }
            }
            return windows
        }
    }

    /// Before it no rows are kept any more, in microseconds since 1970; nil: all are.
    package func firstKept() throws(StoreError) -> Int64? {
        try read { try PredictionWriter.setting("first_kept", in: $0) }
    }
}
