extension Schema {
    /// What is still to be told to whom; deliveries that were made are gone, and with them events that nobody waits for.
    static let version5 = [
        // Lists stand between commas, so that a word is found whole; empty: all.
        """
        CREATE TABLE _receiver (
            name TEXT PRIMARY KEY,
            kinds TEXT NOT NULL,
            pipelines TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _outbox (
            id INTEGER PRIMARY KEY,
            happened_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT
        """,
        // What has the same lane arrives in order.
        """
        CREATE TABLE _delivery (
            receiver TEXT NOT NULL,
            event INTEGER NOT NULL,
            lane TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_at INTEGER NOT NULL DEFAULT 0,
            failure TEXT,
            is_refused INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (receiver, event)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX _delivery_lane ON _delivery (receiver, lane, event)",
        "CREATE INDEX _delivery_event ON _delivery (event)",
    ]
}
