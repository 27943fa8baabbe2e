import GRDB
package import MLOpsCore
package import MLOpsSchedule

/// Events wait here from the transaction in which they happened until each receiver has them.
extension SQLiteMetadataStore {
    /// Says who is told from now on; what waits for others is dropped.
    package func setReceivers(_ receivers: [ReceiverDefinition]) throws(StoreError) {
        try write { database in
            try database.execute(sql: "DELETE FROM _receiver")
            for receiver in receivers {
                let kinds = receiver.usableEvents?.map(\.rawValue) ?? []
                let pipelines = receiver.pipelines?.map(\.text) ?? []
                try database.execute(
                    sql: "INSERT INTO _receiver VALUES (?, ?, ?)",
                    arguments: [receiver.name, Self.list(kinds), Self.list(pipelines)])
            }
            try database.execute(
                sql: "DELETE FROM _delivery WHERE receiver NOT IN (SELECT name FROM _receiver)")
            try Self.dropTold(database)
        }
    }

    private static func list(_ words: [String]) -> String {
        words.isEmpty ? "" : "," + words.joined(separator: ",") + ","
    }

    /// A pause is never so long: what waits longer waits because the clock was set back.
    private static let longestPause: Int64 = 3_600_000_000

    /// Returns the oldest event of each lane that is due, oldest first.
    ///
    /// - Parameter isOneLane: Whether each event waits for all before it.
    package func dueEvents(
        for receiver: String, at now: Instant, limit: Int, isOneLane: Bool = false
    ) throws(StoreError) -> [OutgoingEvent] {
        try read { database in
            try database.rows(
                isOneLane ? Self.dueInOneLane : Self.due, [receiver, now.microseconds, limit, Self.longestPause],
                as: OutgoingEvent.init)
        }
    }

    /// Of a run with many events that wait, each looks only for one before it.
    static let due = """
        SELECT o.id, o.happened_at, o.body, d.attempts FROM _delivery d JOIN _outbox o ON o.id = d.event
        WHERE d.receiver = ?1 AND NOT d.is_refused AND d.next_at NOT BETWEEN ?2 + 1 AND ?2 + ?4 AND NOT EXISTS (
            SELECT 1 FROM _delivery e INDEXED BY _delivery_lane
            WHERE e.receiver = ?1 AND e.lane = d.lane AND e.event < d.event AND NOT e.is_refused)
        ORDER BY d.event LIMIT ?3
        """

    static let dueInOneLane = """
        SELECT o.id, o.happened_at, o.body, d.attempts FROM _delivery d JOIN _outbox o ON o.id = d.event
        WHERE d.receiver = ?1 AND d.next_at NOT BETWEEN ?2 + 1 AND ?2 + ?4 AND d.event =
            (SELECT min(event) FROM _delivery WHERE receiver = ?1 AND NOT is_refused)
        LIMIT min(?3, 1)
        """

    /// Returns when the next event is due; nil: none waits.
    ///
    /// An event that waits for another does not count: nothing can be done for it before.
    package func nextDelivery(for receiver: String, isOneLane: Bool = false) throws(StoreError) -> Instant? {
        try read { database in
            try database.row(isOneLane ? Self.nextInOneLane : Self.next, [receiver]) {
                try $0.optionalInstant("next")
            } ?? nil
        }
    }

    static let next = """
        SELECT min(d.next_at) AS next FROM _delivery d WHERE d.receiver = ?1 AND NOT d.is_refused AND NOT EXISTS (
            SELECT 1 FROM _delivery e INDEXED BY _delivery_lane
            WHERE e.receiver = ?1 AND e.lane = d.lane AND e.event < d.event AND NOT e.is_refused)
        """

    static let nextInOneLane = """
        SELECT next_at AS next FROM _delivery WHERE receiver = ?1 AND NOT is_refused ORDER BY event LIMIT 1
        """

    /// The receiver has the event.
    package func delivered(_ event: Int64, to receiver: String) throws(StoreError) {
        try write { database in
            try database.cachedStatement(sql: "DELETE FROM _delivery WHERE receiver = ? AND event = ?")
                .execute(arguments: [receiver, event])
            try database.cachedStatement(
                sql: "DELETE FROM _outbox WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM _delivery WHERE event = ?1)"
            ).execute(arguments: [event])
        }
    }

    /// The receiver did not take the event.
    ///
    /// - Parameter next: when it is tried again; nil: never.
    package func undelivered(
        _ event: Int64, to receiver: String, because failure: String, next: Instant?
    ) throws(StoreError) {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE _delivery SET attempts = attempts + 1, failure = ?, next_at = ?, is_refused = ?
                    WHERE receiver = ? AND event = ?
                    """
            ).execute(arguments: [failure, next?.microseconds ?? 0, next == nil, receiver, event])
        }
    }

    /// Returns how far each receiver is, by name.
    package func outbox() throws(StoreError) -> [OutboxState] {
        try read { database in
            try database.rows(
                """
                SELECT r.name, count(d.event) - ifnull(sum(d.is_refused), 0) AS pending,
                    ifnull(sum(d.is_refused), 0) AS refused,
                    min(CASE WHEN d.is_refused THEN NULL ELSE o.happened_at END) AS oldest,
                    max(CASE WHEN d.is_refused THEN o.happened_at END) AS last_refused,
                    (SELECT failure FROM _delivery f WHERE f.receiver = r.name AND f.failure IS NOT NULL
                        ORDER BY f.event DESC LIMIT 1) AS failure
                FROM _receiver r LEFT JOIN _delivery d ON d.receiver = r.name LEFT JOIN _outbox o ON o.id = d.event
                GROUP BY r.name ORDER BY r.name
                """, as: OutboxState.init)
        }
    }

    private static func dropTold(_ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM _outbox WHERE NOT EXISTS (SELECT 1 FROM _delivery WHERE event = _outbox.id)")
    }
}

extension MutationWriter {
    /// Writes an event down for all who are told of its kind, and nothing where there are none.
    func publish(_ notice: Notice, at instant: Instant) throws {
        let matching = """
            FROM _receiver WHERE (kinds = '' OR instr(kinds, ?1)) AND (pipelines = '' OR instr(pipelines, ?2))
            """
        let (kind, pipeline) = (",\(notice.kind.rawValue),", ",\(notice.pipeline.text),")
        // There are few receivers, so that all are looked at.
        let isWanted = try database.row("SELECT EXISTS (SELECT 1 \(matching)) AS wanted", [kind, pipeline]) {
            try $0.integer("wanted") != 0
        }
        guard isWanted == true else { return }
        try run(
            "INSERT INTO _outbox (happened_at, body) VALUES (?, ?)", instant.microseconds,
            try RecordCoding.encode(notice))
        let lane = notice.run?.description ?? notice.pipeline.text
        try run(
            "INSERT INTO _delivery (receiver, event, lane) SELECT name, ?3, ?4 \(matching)", kind, pipeline,
            database.lastInsertedRowID, lane)
    }
}

extension OutgoingEvent {
    init(_ row: Row) throws {
        self.init(
            id: try row.integer("id"), happenedAt: try row.instant("happened_at"), notice: try row.json("body"),
            attempts: Int(clamping: try row.integer("attempts")))
    }
}

extension OutboxState {
    init(_ row: Row) throws {
        self.init(
            receiver: try row.text("name"), pending: try row.integer("pending"), refused: try row.integer("refused"),
            oldest: try row.optionalInstant("oldest"), lastRefused: try row.optionalInstant("last_refused"),
            failure: try row.optionalText("failure"))
    }
}
