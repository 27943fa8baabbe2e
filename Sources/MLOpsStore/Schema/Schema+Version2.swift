extension Schema {
    /// What drift is judged by: the training data of each champion on its own cells, the files that came later on the
    /// same cells, the memory of each monitor, and every window that was judged.
    static let version2 = [
        """
        CREATE TABLE _reference (
            dataset INTEGER NOT NULL,
            version TEXT NOT NULL,
            through INTEGER NOT NULL,
            files INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            failure TEXT,
            profile BLOB,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (dataset, version)
        ) STRICT
        """,
        // Sequences of files that the reference was made of are not above its `through`; the others came later.
        """
        CREATE TABLE _profile (
            dataset INTEGER NOT NULL,
            version TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            failure TEXT,
            from_time INTEGER,
            to_time INTEGER,
            profile BLOB,
            PRIMARY KEY (dataset, version, sequence)
        ) STRICT
        """,
        """
        CREATE TABLE _monitor (
            pipeline TEXT NOT NULL,
            operand TEXT NOT NULL,
            version TEXT NOT NULL,
            through INTEGER NOT NULL,
            memory BLOB NOT NULL,
            PRIMARY KEY (pipeline, operand, version)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _window (
            evidence INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            operand TEXT NOT NULL,
            dataset TEXT NOT NULL,
            version TEXT NOT NULL,
            state TEXT NOT NULL,
            is_alarm INTEGER NOT NULL,
            strength REAL NOT NULL,
            body TEXT NOT NULL,
            figures TEXT NOT NULL,
            judged_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _window_operand ON _window (pipeline, operand, evidence)",
    ]
}
