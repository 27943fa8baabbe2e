import GRDB

extension PredictionWriter {
    private struct Found {
        let index: Int
        let row: Int64
    }

    mutating func take(labels rows: [LabelRow], _ words: WordCodes) throws {
        guard !rows.isEmpty else { return }
        let insert = try HotStatement(database, "INSERT OR IGNORE INTO _label VALUES (?, ?, ?)")
        for found in try find(rows, words).sorted(by: { $0.row < $1.row }) {
            let label = rows[found.index]
            insert.bind(found.row, at: 1)
            insert.bind(words.value(label.value), at: 2)
            insert.bind(label.at, at: 3)
            if try insert.changes() {
                tally.labelled += 1
            } else if try !replace(found.row, words.value(label.value), label.at) {
                continue
            }
            touch(PredictionPlace(row: found.row).minute)
        }
    }

    /// Looks the ids up; what is not found waits.
    private mutating func find(_ rows: [LabelRow], _ words: WordCodes) throws -> [Found] {
        let find = try HotStatement(database, "SELECT row FROM _key WHERE high = ? AND low = ?")
        var found: [Found] = []
        found.reserveCapacity(rows.count)
        for index in latest(of: rows) {
            let key = rows[index].key
            find.bind(key.high, at: 1)
            find.bind(key.low, at: 2)
            let isKnown = try find.step()
            let row = isKnown ? find.integer(0) : 0
            find.reset()
            if isKnown {
                found.append(Found(index: index, row: row))
            } else {
                try wait(rows[index], words.value(rows[index].value))
            }
        }
        return found
    }

    private mutating func latest(of rows: [LabelRow]) -> [Int] {
        var order = rows.indices.filter { rows[$0].value.isFinite }
        tally.rejected += Int64(rows.count - order.count)
        order.sort { (rows[$0].key, $0) < (rows[$1].key, $1) }
        var kept = 0
        for place in order.indices {
            let next = place + 1
            guard next < order.count, rows[order[place]].key == rows[order[next]].key else {
                order[kept] = order[place]
                kept += 1
                continue
            }
            let isSame = rows[order[place]].value == rows[order[next]].value
            if isSame { tally.repeated += 1 } else { tally.replaced += 1 }
        }
        order.removeLast(order.count - kept)
        return order
    }

    /// Returns whether it says otherwise than the label that is there.
    private mutating func replace(_ row: Int64, _ value: Double, _ at: Int64) throws -> Bool {
        let update = try HotStatement(
            database, "UPDATE _label SET value = ?2, at = ?3 WHERE row = ?1 AND value IS NOT ?2")
        update.bind(row, at: 1)
        update.bind(value, at: 2)
        update.bind(at, at: 3)
        let isOther = try update.changes()
        if isOther { tally.replaced += 1 } else { tally.repeated += 1 }
        return isOther
    }

    private mutating func wait(_ label: LabelRow, _ value: Double) throws {
        let put = try HotStatement(database, "INSERT OR IGNORE INTO _early VALUES (?, ?, ?, ?)")
        put.bind(label.key.high, at: 1)
        put.bind(label.key.low, at: 2)
        put.bind(value, at: 3)
        put.bind(label.at, at: 4)
        if try put.changes() {
            tally.early += 1
            return
        }
        let update = try HotStatement(
            database, "UPDATE _early SET value = ?3, at = ?4 WHERE high = ?1 AND low = ?2 AND value IS NOT ?3")
        update.bind(label.key.high, at: 1)
        update.bind(label.key.low, at: 2)
        update.bind(value, at: 3)
        update.bind(label.at, at: 4)
        if try update.changes() { tally.replaced += 1 } else { tally.repeated += 1 }
    }
}
