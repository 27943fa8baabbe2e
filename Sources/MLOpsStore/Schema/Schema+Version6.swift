extension Schema {
    /// Words that people attach to versions, and versions whose files are gone on purpose.
    static let version6 = [
        """
        CREATE TABLE _tag (
            pipeline TEXT NOT NULL,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (pipeline, number, name)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _pruned (
            pipeline TEXT NOT NULL,
            number INTEGER NOT NULL,
            pruned_at INTEGER NOT NULL,
            PRIMARY KEY (pipeline, number)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
