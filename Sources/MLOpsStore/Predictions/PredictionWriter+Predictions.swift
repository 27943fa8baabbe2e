import GRDB

extension PredictionWriter {
    mutating func take(predictions rows: [PredictionRow], _ words: WordCodes) throws {
        guard !rows.isEmpty else { return }
        let places = try placeNew(rows, words)
        let insert = try GroupedInsert(database, "INSERT INTO _prediction", columns: 8)
        var rest: [UInt8] = []
        try insert.run(places) { statement, place, placed in
            let row = rows[placed.index]
            statement.bind(placed.row, at: place + 1)
            statement.bind(row.key.high, at: place + 2)
            statement.bind(row.key.low, at: place + 3)
            statement.bind(row.at, at: place + 4)
            statement.bind(words.versions[Int(row.version)], at: place + 5)
            statement.bind(words.value(row.prediction), at: place + 6)
            statement.bind(row.score, at: place + 7)
            rest.removeAll(keepingCapacity: true)
            words.append(restOf: row, to: &rest)
            statement.bind(rest, at: place + 8)
        }
        for placed in places { touch(rows[placed.index].at) }
        tally.predictions += Int64(places.count)
    }

    /// Enters the ids, and returns the rows that are to be written, in the order of their places.
    private mutating func placeNew(_ rows: [PredictionRow], _ words: WordCodes) throws -> [PlacedRow] {
        let sequence = try Self.setting("sequence", in: database) ?? 0
        // A number of their order, so that rows of one minute lie as they came.
        func place(_ index: Int) -> Int64 {
            PredictionPlace(microseconds: rows[index].at, sequence: sequence + 1 + Int64(index)).row
        }
        let order = latest(of: rows)
        let known = try enter(order, place)
        var isChosen = Array(repeating: false, count: rows.count)
        for keyed in order { isChosen[keyed.index] = true }
        for index in known { isChosen[index] = false }
        if let waiting = try EarlyLabels(database) {
            for keyed in order where isChosen[keyed.index] {
                try waiting.move(keyed.key, to: place(keyed.index), &tally)
            }
        }
        for index in known { isChosen[index] = try replace(rows[index], by: place(index), words) }
        try Self.set("sequence", to: sequence + Int64(rows.count), in: database)
        // Most logs are in the order of time, which is sorted at once.
        return rows.indices.filter { isChosen[$0] }.map { PlacedRow(row: place($0), index: $0) }.sorted()
    }

    /// Returns the indices of those whose ids were known before.
    private func enter(_ order: [KeyedPlace], _ place: (Int) -> Int64) throws -> [Int] {
        let find = try HotStatement(database, "SELECT row FROM _key WHERE high = ? AND low = ?")
        var known: [Int] = []
        try GroupedInsert(database, "INSERT OR IGNORE INTO _key", columns: 3).run(order) { statement, first, keyed in
            statement.bind(keyed.key.high, at: first + 1)
            statement.bind(keyed.key.low, at: first + 2)
            statement.bind(place(keyed.index), at: first + 3)
        } isShort: { group, _ in
            for keyed in group {
                find.bind(keyed.key.high, at: 1)
                find.bind(keyed.key.low, at: 2)
                // No other prediction ever had this place.
                if try !find.step() || find.integer(0) != place(keyed.index) { known.append(keyed.index) }
                find.reset()
            }
        }
        return known
    }

    /// The rows that count, in the order of their keys: of equal keys the last.
    private mutating func latest(of rows: [PredictionRow]) -> [KeyedPlace] {
        var order: [KeyedPlace] = []
        order.reserveCapacity(rows.count)
        for index in rows.indices {
            let at = rows[index].at
            guard PredictionPlace.times.contains(at), !rows[index].prediction.isNaN || !rows[index].score.isNaN else {
                tally.rejected += 1
                continue
            }
            guard at >= firstKept else {
                tally.tooOld += 1
                continue
            }
            order.append(KeyedPlace(key: rows[index].key, index: index))
        }
        order.sortKeepingLast { former, next in
            if rows[former] == rows[next] { tally.repeated += 1 } else { tally.replaced += 1 }
        }
        return order
    }

    /// Removes what was said before under the same id, if it was said otherwise; its label stays with the id.
    private mutating func replace(_ row: PredictionRow, by place: Int64, _ words: WordCodes) throws -> Bool {
        let find = try HotStatement(
            database,
            """
            SELECT row, at, version, prediction, score, more FROM _prediction
            WHERE row = (SELECT row FROM _key WHERE high = ? AND low = ?)
            """)
        find.bind(row.key.high, at: 1)
        find.bind(row.key.low, at: 2)
        guard try find.step() else {
            find.reset()
            throw UnexpectedValue("\(row.key)", in: "_key")
        }
        let (former, at) = (find.integer(0), find.integer(1))
        var rest: [UInt8] = []
        words.append(restOf: row, to: &rest)
        let isSame =
            at == row.at && find.integer(2) == words.versions[Int(row.version)]
            && find.double(3).isSame(words.value(row.prediction)) && find.double(4).isSame(row.score)
            && find.bytes(5) == rest
        find.reset()
        guard !isSame else {
            tally.repeated += 1
            return false
        }
        touch(at)
        for (sql, values) in [
            ("DELETE FROM _prediction WHERE row = ?", [former]),
            ("UPDATE _key SET row = ? WHERE high = ? AND low = ?", [place, row.key.high, row.key.low]),
            ("UPDATE _label SET row = ? WHERE row = ?", [place, former]),
        ] {
            try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
        }
        tally.predictions -= 1
        tally.replaced += 1
        return true
    }
}

extension Double {
    /// Equal, or both not a number.
    fileprivate func isSame(_ other: Double) -> Bool { self == other || isNaN && other.isNaN }
}
