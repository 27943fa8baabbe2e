import GRDB

/// Labels that came before their predictions.
struct EarlyLabels {
    private let take: HotStatement
    private let put: HotStatement

    /// nil: there are none.
    init?(_ database: Database) throws {
        guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM _early)") ?? false else { return nil }
        take = try HotStatement(database, "DELETE FROM _early WHERE high = ? AND low = ? RETURNING value, at")
        put = try HotStatement(database, "INSERT INTO _label VALUES (?, ?, ?)")
    }

    /// Gives the label of an id to its prediction, if it is here.
    func move(_ key: JoinKey, to row: Int64, _ tally: inout JoinTally) throws {
        take.bind(key.high, at: 1)
        take.bind(key.low, at: 2)
        guard try take.step() else { return take.reset() }
        put.bind(row, at: 1)
        put.bind(take.double(0), at: 2)
        put.bind(take.integer(1), at: 3)
        // A statement that returns rows has done all it does at its first step.
        _ = try take.step()
        take.reset()
        try put.run()
        tally.early -= 1
        tally.labelled += 1
    }
}
