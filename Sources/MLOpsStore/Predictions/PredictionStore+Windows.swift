import GRDB
package import MLOpsCore

/// A prediction with what came true of it.
package struct JoinedRow: Hashable, Sendable {
    package var version: Int64
    package var at: Int64
    /// NaN: there is only a score.
    package var prediction: Double
    /// NaN: there is none.
    package var score: Double
    /// NaN: not known yet.
    package var label: Double
    /// When the label was known; 0 where there is none.
    package var labelledAt: Int64
    package var scores: [Double]
    /// Codes of words; -1: null.
    package var segments: [Int32]

    package init(
        version: Int64, at: Int64, prediction: Double, score: Double, label: Double, labelledAt: Int64,
        scores: [Double] = [], segments: [Int32] = []
    ) {
        self.version = version
        self.at = at
        self.prediction = prediction
        self.score = score
        self.label = label
        self.labelledAt = labelledAt
        self.scores = scores
        self.segments = segments
    }
}

/// A window whose rows changed.
package struct TouchedWindow: Hashable, Sendable {
    package let start: Int64
    /// The number of the transaction that changed it last.
    package let revision: Int64
}

extension PredictionStore {
    /// Windows with rows, from the earliest on.
    package func windows(from start: Int64 = 0) throws(StoreError) -> [TouchedWindow] {
        try read { database in
            try database.rows(
                "SELECT start, revision FROM _touched WHERE start >= ? ORDER BY start", [start]
            ) { TouchedWindow(start: try $0.integer("start"), revision: try $0.integer("revision")) }
        }
    }

    /// Hands over the rows of a span of time, by minutes and then in the order in which they came.
    package func forEachRow(
        in times: Range<Int64>, _ body: (JoinedRow) throws -> Void
    ) throws(StoreError) {
        try read { database in
            let rows = try HotStatement(
                database,
                """
                SELECT p.version, p.at, p.prediction, p.score, p.more, l.value, l.at
                FROM _prediction p LEFT JOIN _label l ON l.row = p.row WHERE p.row >= ? AND p.row < ?
                ORDER BY p.row
                """)
            rows.bind(PredictionPlace.first(from: times.lowerBound), at: 1)
            rows.bind(PredictionPlace.first(from: times.upperBound), at: 2)
            defer { rows.reset() }
            while try rows.step() {
                let rest = rows.isNull(4) ? nil : PredictionRest(encoded: rows.bytes(4))
                try body(
                    JoinedRow(
                        version: rows.integer(0), at: rows.integer(1), prediction: rows.double(2),
                        score: rows.double(3), label: rows.double(5), labelledAt: rows.integer(6),
                        scores: rest?.scores ?? [], segments: rest?.segments ?? []))
            }
        }
    }

    /// The codes by which rows tell classes; -1, -2 and so on of those that no row has named yet, which is no row's code.
    package func codes(ofClasses names: [String]) throws(StoreError) -> [Int64] {
        guard !names.isEmpty else { return [] }
        return try read { database in
            let find = try database.cachedStatement(sql: "SELECT code FROM _word WHERE kind = ? AND text = ?")
            return try names.enumerated().map { index, name in
                try Int64.fetchOne(find, arguments: [WordCodes.Kind.label.rawValue, name]) ?? -1 - Int64(index)
            }
        }
    }

    /// The texts that codes stand for.
    package func words() throws(StoreError) -> [Int64: String] {
        try read { database in
            var words: [Int64: String] = [:]
            for (code, text) in try database.rows(
                "SELECT code, text FROM _word", as: { (try $0.integer("code"), try $0.text("text")) })
            { words[code] = text }
            return words
        }
    }
}
