import GRDB
package import MLOpsCore

extension PredictionStore {
    /// Windows whose rows changed since they were evaluated, from the earliest on.
    package func staleWindows() throws(StoreError) -> [TouchedWindow] {
        try read { database in
            try database.rows(
                """
                SELECT t.start, t.revision FROM _touched t LEFT JOIN _evaluated e ON e.start = t.start
                WHERE e.revision IS NULL OR e.revision < t.revision ORDER BY t.start
                """
            ) { TouchedWindow(start: try $0.integer("start"), revision: try $0.integer("revision")) }
        }
    }

    /// Another number whenever rows, values or figures changed.
    package func revision() throws(StoreError) -> Int64 {
        try read { database in
            let taken = try PredictionWriter.setting("revision", in: database) ?? 0
            return taken + (try PredictionWriter.setting("evaluations", in: database) ?? 0)
        }
    }

    /// Puts figures in the place of those that the windows had, in one durable transaction.
    ///
    /// - Parameter evaluated: Windows as they were before their rows were read: what changed since makes them stale again.
    package func put(
        _ evaluated: [(window: TouchedWindow, figures: [WindowFigure])]
    ) throws(StoreError) {
        guard !evaluated.isEmpty else { return }
        try write { database in
            for (window, figures) in evaluated { try Self.put(figures, of: window, in: database) }
            let evaluations = try PredictionWriter.setting("evaluations", in: database) ?? 0
            try PredictionWriter.set("evaluations", to: evaluations + 1, in: database)
        }
    }

    /// The same of one window.
    package func put(_ figures: [WindowFigure], of window: TouchedWindow) throws(StoreError) {
        try put([(window, figures)])
    }

    private static func put(_ figures: [WindowFigure], of window: TouchedWindow, in database: Database) throws {
        // By the key's first column, so that no other window is looked at.
        for column in try columns(in: database) where column != WindowFigure.estimated {
            try database.cachedStatement(sql: "DELETE FROM _figure WHERE segment_column = ? AND start = ?")
                .execute(arguments: [column, window.start])
        }
        for figure in figures {
            try database.cachedStatement(sql: "INSERT INTO _figure VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: [
                    figure.start, figure.version, figure.column, figure.segment, figure.predictions,
                    figure.labelled, figure.leastClass, figure.figures,
                ])
        }
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO _evaluated VALUES (?, ?)")
            .execute(arguments: [window.start, window.revision])
    }

    /// All columns that figures have; also those that the definition has no more.
    private static func columns(in database: Database) throws -> [Int64] {
        // From each to the next one by the key; DISTINCT would walk all figures of all windows.
        let columns = try database.cachedStatement(
            sql: """
                WITH RECURSIVE known(segment_column) AS (
                    SELECT min(segment_column) FROM _figure UNION ALL
                    SELECT (SELECT min(f.segment_column) FROM _figure f WHERE f.segment_column > k.segment_column)
                    FROM known k WHERE k.segment_column IS NOT NULL)
                SELECT segment_column FROM known WHERE segment_column IS NOT NULL
                """)
        return try Int64.fetchAll(columns)
    }

    /// Puts what is estimated of windows in the place of what was; figures of labels stay.
    ///
    /// - Parameter figures: Of the column ``WindowFigure/estimated``.
    package func put(estimates figures: [WindowFigure]) throws(StoreError) {
        try write { database in
            for figure in figures {
                try database.cachedStatement(sql: "INSERT OR REPLACE INTO _figure VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                    .execute(arguments: [
                        figure.start, figure.version, WindowFigure.estimated, figure.segment, figure.predictions,
                        figure.labelled, figure.leastClass, figure.figures,
                    ])
            }
            let evaluations = try PredictionWriter.setting("evaluations", in: database) ?? 0
            try PredictionWriter.set("evaluations", to: evaluations + 1, in: database)
        }
    }

    /// Figures of windows, from the earliest on.
    ///
    /// - Parameters:
    ///   - column: Of segments; -1: of all rows.
    ///   - start: The first window.
    ///   - metrics: Only these of each window, by their names; nil: all.
    package func figures(
        column: Int64 = -1, from start: Int64 = .min, metrics: [String]? = nil
    ) throws(StoreError) -> [WindowFigure] {
        let chosen = metrics.map(Self.figures)
        return try read { database in
            try database.rows(
                """
                SELECT start, version, segment_column, segment, predictions, labelled, least_class,
                    \(chosen?.expression ?? "figures") AS figures
                FROM _figure WHERE segment_column = ? AND start >= ? ORDER BY start, version, segment
                """, (chosen?.arguments ?? []) + [column, start], as: WindowFigure.init)
        }
    }

    /// What keeps of JSON the members with these names; SQLite does that in a small part of the time that decoding takes.
    private static func figures(_ metrics: [String]) -> (expression: String, arguments: StatementArguments) {
        // A path has no way to write a quotation mark, and no metric of ours has one.
        let names = metrics.filter { !$0.contains("\"") }
        let members = names.map { _ in "?, json_extract(figures, ?)" }.joined(separator: ", ")
        // The patch leaves out members that are null: what is not there.
        return ("json_patch('{}', json_object(\(members)))", StatementArguments(names.flatMap { [$0, "$.\"\($0)\""] }))
    }

    /// Figures of the last windows, from the earliest on.
    ///
    /// - Parameters:
    ///   - column: Of segments; -1: of all rows.
    ///   - metrics: Only these, by their names; nil: all.
    package func figures(
        newest windows: Int, column: Int64 = -1, metrics: [String]? = nil
    ) throws(StoreError) -> [WindowFigure] {
        let start = try read { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT MIN(start) FROM (
                        SELECT start FROM _evaluated ORDER BY start DESC LIMIT ?)
                    """, arguments: [windows])
        }
        guard let start else { return [] }
        return try figures(column: column, from: start, metrics: metrics)
    }

    /// Values that other programs counted, from the earliest on; of one metric, or of all.
    ///
    /// - Parameter limit: The last so many.
    package func points(of metric: String? = nil, newest limit: Int = 20_000) throws(StoreError) -> [MetricPoint] {
        try read { database in
            try database.rows(
                """
                SELECT * FROM (
                    SELECT * FROM _point WHERE ?1 IS NULL OR metric = ?1 ORDER BY at DESC, version DESC LIMIT ?2)
                ORDER BY at, version
                """, [metric, limit], as: MetricPoint.init)
        }
    }

    /// When the last prediction was made, in microseconds since 1970; nil: there is none.
    package func lastPrediction() throws(StoreError) -> Int64? {
        try read { try Int64.fetchOne($0, sql: "SELECT at FROM _prediction ORDER BY row DESC LIMIT 1") }
    }

    /// Cuts time into other windows, if they are not these: all have to be evaluated anew.
    package func use(_ windows: WindowGrid) throws(StoreError) {
        try write { database in
            guard try PredictionWriter.setting("window", in: database) != windows.length else { return }
            for table in ["_touched", "_evaluated", "_figure"] { try database.execute(sql: "DELETE FROM \(table)") }
            var starts: Set<Int64> = []
            let minutes = try Int64.fetchCursor(
                database,
                sql: "SELECT DISTINCT row >> \(PredictionPlace.sequenceBits) FROM _prediction")
            while let minute = try minutes.next() {
                starts.insert(windows.start(of: minute * PredictionPlace.microsecondsPerMinute))
            }
            for start in starts.sorted() {
                try database.execute(sql: "INSERT INTO _touched VALUES (?, 1)", arguments: [start])
            }
            try PredictionWriter.set("window", to: windows.length, in: database)
        }
    }
}

extension MetricPoint {
    init(_ row: Row) throws {
        self.init(
            metric: try row.text("metric"), version: try row.integer("version"), at: try row.integer("at"),
            value: try row.decode(Double.self, forColumn: "value"),
            low: try row.decode(Double?.self, forColumn: "low"), high: try row.decode(Double?.self, forColumn: "high"),
            samples: try row.integer("samples"))
    }
}

extension WindowFigure {
    init(_ row: Row) throws {
        self.init(
            start: try row.integer("start"), version: try row.integer("version"),
            column: try row.integer("segment_column"), segment: try row.integer("segment"),
            predictions: try row.integer("predictions"), labelled: try row.integer("labelled"),
            leastClass: try row.integer("least_class"), figures: try row.text("figures"))
    }
}
