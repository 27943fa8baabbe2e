import GRDB

extension PredictionWriter {
    mutating func take(labels rows: [LabelRow], _ words: WordCodes) throws {
        guard !rows.isEmpty else { return }
        let found = try find(rows, words)
        var repeated: [Int64] = []
        try GroupedInsert(database, "INSERT OR IGNORE INTO _label", columns: 3).run(found) { statement, place, found in
            statement.bind(found.row, at: place + 1)
            statement.bind(words.value(rows[found.index].value), at: place + 2)
            statement.bind(rows[found.index].at, at: place + 3)
        } isShort: { group, made in
            let old = try replace(group, made, rows, words)
            repeated += old
        }
        touch(found, without: repeated)
        tally.labelled += Int64(found.count)
    }

    /// Looks the ids up; what is not found waits.
    private mutating func find(_ rows: [LabelRow], _ words: WordCodes) throws -> [PlacedRow] {
        let find = try HotStatement(database, "SELECT row FROM _key WHERE high = ? AND low = ?")
        var found: [PlacedRow] = []
        var early: [LabelRow] = []
        found.reserveCapacity(rows.count)
        for keyed in latest(of: rows) {
            find.bind(keyed.key.high, at: 1)
            find.bind(keyed.key.low, at: 2)
            if try find.step() {
                found.append(PlacedRow(row: find.integer(0), index: keyed.index))
            } else {
                early.append(rows[keyed.index])
            }
            find.reset()
        }
        try wait(early, words)
        found.sort()
        return found
    }

    private mutating func latest(of rows: [LabelRow]) -> [KeyedPlace] {
        var order: [KeyedPlace] = []
        order.reserveCapacity(rows.count)
        for index in rows.indices where rows[index].value.isFinite {
            order.append(KeyedPlace(key: rows[index].key, index: index))
        }
        tally.rejected += Int64(rows.count - order.count)
        order.sortKeepingLast { former, next in
            let isSame = rows[former].value == rows[next].value
            if isSame { tally.repeated += 1 } else { tally.replaced += 1 }
        }
        return order
    }

    /// Sets labels that were there and said otherwise; returns the places of those that said the same.
    ///
    /// - Parameter made: How many of the group are new. Of labels with the same value and time nobody can tell any more
    ///   which were; when some are, all of these count as new, and their windows are looked at once more.
    private mutating func replace(
        _ group: ArraySlice<PlacedRow>, _ made: Int, _ rows: [LabelRow], _ words: WordCodes
    ) throws -> [Int64] {
        let find = try HotStatement(database, "SELECT value, at FROM _label WHERE row = ?")
        let update = try HotStatement(database, "UPDATE _label SET value = ?, at = ? WHERE row = ?")
        var repeated: [Int64] = []
        var replaced = 0
        for found in group {
            let (value, at) = (words.value(rows[found.index].value), rows[found.index].at)
            find.bind(found.row, at: 1)
            let isKnown = try find.step()
            let isSame = isKnown && find.double(0) == value
            let isAsOld = isSame && find.integer(1) == at
            find.reset()
            if isSame {
                if made == 0 || !isAsOld { repeated.append(found.row) }
                continue
            }
            update.bind(value, at: 1)
            update.bind(at, at: 2)
            update.bind(found.row, at: 3)
            try update.run()
            replaced += 1
        }
        tally.replaced += Int64(replaced)
        tally.repeated += Int64(group.count - made - replaced)
        tally.labelled -= Int64(group.count - made)
        return repeated
    }

    /// - Parameter repeated: Places whose windows do not change by it, in the order of places.
    private mutating func touch(_ found: [PlacedRow], without repeated: [Int64]) {
        var next = 0
        for found in found {
            if next < repeated.count, repeated[next] == found.row {
                next += 1
            } else {
                touch(PredictionPlace(row: found.row).minute)
            }
        }
    }

    /// - Parameter labels: In the order of their keys.
    private mutating func wait(_ labels: [LabelRow], _ words: WordCodes) throws {
        guard !labels.isEmpty else { return }
        let update = try HotStatement(
            database, "UPDATE _early SET value = ?3, at = ?4 WHERE high = ?1 AND low = ?2 AND value IS NOT ?3")
        func bind(_ statement: HotStatement, _ place: Int32, _ label: LabelRow) {
            statement.bind(label.key.high, at: place + 1)
            statement.bind(label.key.low, at: place + 2)
            statement.bind(words.value(label.value), at: place + 3)
            statement.bind(label.at, at: place + 4)
        }
        var replaced = 0
        var missing = 0
        try GroupedInsert(database, "INSERT OR IGNORE INTO _early", columns: 4).run(labels, bind: bind) { group, made in
            missing += group.count - made
            for label in group {
                bind(update, 0, label)
                if try update.changes() { replaced += 1 }
            }
        }
        tally.early += Int64(labels.count - missing)
        tally.replaced += Int64(replaced)
        tally.repeated += Int64(missing - replaced)
    }
}
