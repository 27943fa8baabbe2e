import GRDB

extension PredictionWriter {
    private struct Placed {
        let index: Int
        let row: Int64
    }

    mutating func take(predictions rows: [PredictionRow], _ words: WordCodes) throws {
        guard !rows.isEmpty else { return }
        let places = try placeNew(rows, words)
        let insert = try HotStatement(database, "INSERT INTO _prediction VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for placed in places.sorted(by: { $0.row < $1.row }) {
            let row = rows[placed.index]
            insert.bind(placed.row, at: 1)
            insert.bind(row.key.high, at: 2)
            insert.bind(row.key.low, at: 3)
            insert.bind(row.at, at: 4)
            insert.bind(words.versions[Int(row.version)], at: 5)
            insert.bind(words.value(row.prediction), at: 6)
            insert.bind(row.score, at: 7)
            insert.bind(words.rest(of: row), at: 8)
            try insert.run()
            touch(row.at)
        }
        tally.predictions += Int64(places.count)
    }

    /// Enters the ids, and returns those of the rows that are to be written.
    private mutating func placeNew(_ rows: [PredictionRow], _ words: WordCodes) throws -> [Placed] {
        var sequence = try Self.setting("sequence", in: database) ?? 0
        let enter = try HotStatement(database, "INSERT OR IGNORE INTO _key VALUES (?, ?, ?)")
        let waiting = try EarlyLabels(database)
        var places: [Placed] = []
        var known: [Placed] = []
        places.reserveCapacity(rows.count)
        for index in latest(of: rows) {
            let row = rows[index]
            sequence += 1
            let place = PredictionPlace(microseconds: row.at, sequence: sequence).row
            enter.bind(row.key.high, at: 1)
            enter.bind(row.key.low, at: 2)
            enter.bind(place, at: 3)
            guard try enter.changes() else {
                known.append(Placed(index: index, row: place))
                continue
            }
            places.append(Placed(index: index, row: place))
            try waiting?.move(row.key, to: place, &tally)
        }
        for placed in known where try replace(rows[placed.index], by: placed.row, words) { places.append(placed) }
        try Self.set("sequence", to: sequence, in: database)
        return places
    }

    /// Indices of the rows that count, in the order of their keys: of equal keys the last.
    private mutating func latest(of rows: [PredictionRow]) -> [Int] {
        var order: [Int] = []
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
            order.append(index)
        }
        order.sort { (rows[$0].key, $0) < (rows[$1].key, $1) }
        var kept = 0
        for place in order.indices {
            let next = place + 1
            guard next < order.count, rows[order[place]].key == rows[order[next]].key else {
                order[kept] = order[place]
                kept += 1
                continue
            }
            if rows[order[place]] == rows[order[next]] { tally.repeated += 1 } else { tally.replaced += 1 }
        }
        order.removeLast(order.count - kept)
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
        let isSame =
            at == row.at && find.integer(2) == words.versions[Int(row.version)]
            && find.double(3).isSame(words.value(row.prediction)) && find.double(4).isSame(row.score)
            && find.bytes(5) == words.rest(of: row)
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
