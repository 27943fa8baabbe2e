extension Schema {
    /// The ledger of aliases: where each name pointed, since when, who moved it and why.
    static let version3 = [
        """
        CREATE TABLE _alias_move (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            alias TEXT NOT NULL,
            former TEXT,
            version TEXT,
            actor TEXT NOT NULL,
            reason TEXT,
            moved_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _alias_move_alias ON _alias_move (pipeline, alias, id)",
        """
        CREATE TRIGGER _alias_move_is_immutable BEFORE UPDATE ON _alias_move
        BEGIN SELECT raise(ABORT, 'the ledger of aliases is append-only'); END
        """,
        """
        CREATE TRIGGER _alias_move_stays BEFORE DELETE ON _alias_move
        BEGIN SELECT raise(ABORT, 'the ledger of aliases is append-only'); END
        """,
    ]
}
