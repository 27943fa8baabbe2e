import GRDB

/// The structure of a pipeline's `predictions.db`.
///
/// Predictions lie in the order of their minutes and are never changed; labels lie beside them in a table of small rows,
/// because they come late and shuffled; `_key` leads from an id to both.
enum PredictionSchema {
    /// `mlpr`: says of a database file that it is ours (`PRAGMA application_id`).
    static let applicationID: Int32 = 0x6D6C_7072
    static let version = 2

    static let statements = first + second

    private static let first = [
        "CREATE TABLE _setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        """
        CREATE TABLE _word (
            code INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text)
        ) STRICT
        """,
        """
        CREATE TABLE _prediction (
            row INTEGER PRIMARY KEY, high INTEGER NOT NULL, low INTEGER NOT NULL, at INTEGER NOT NULL,
            version INTEGER NOT NULL, prediction REAL, score REAL, more BLOB
        ) STRICT
        """,
        """
        CREATE TABLE _key (
            high INTEGER NOT NULL, low INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (high, low)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE _label (row INTEGER PRIMARY KEY, value REAL NOT NULL, at INTEGER NOT NULL) STRICT",
        """
        CREATE TABLE _early (
            high INTEGER NOT NULL, low INTEGER NOT NULL, value REAL NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (high, low)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _tally (
            predictions INTEGER NOT NULL, labelled INTEGER NOT NULL, early INTEGER NOT NULL, repeated INTEGER NOT NULL,
            replaced INTEGER NOT NULL, rejected INTEGER NOT NULL, too_old INTEGER NOT NULL, orphaned INTEGER NOT NULL
        ) STRICT
        """,
        "INSERT INTO _tally VALUES (0, 0, 0, 0, 0, 0, 0, 0)",
        "CREATE TABLE _touched (start INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT",
        // What was made of the rows of a window, of one version and one segment; column -1 is all of them.
        """
        CREATE TABLE _figure (
            start INTEGER NOT NULL, version INTEGER NOT NULL, segment_column INTEGER NOT NULL, segment INTEGER NOT NULL,
            predictions INTEGER NOT NULL, labelled INTEGER NOT NULL, least_class INTEGER NOT NULL, figures TEXT NOT NULL,
            PRIMARY KEY (segment_column, start, version, segment)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _point (
            metric TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, low REAL,
            high REAL, samples INTEGER NOT NULL, PRIMARY KEY (metric, version, at)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE _evaluated (start INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT",
        """
        CREATE TABLE _source (
            role INTEGER NOT NULL, device INTEGER NOT NULL, inode INTEGER NOT NULL, path BLOB NOT NULL,
            format TEXT NOT NULL, position INTEGER NOT NULL, header BLOB NOT NULL, head_digest BLOB NOT NULL,
            tail_digest BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
            failure TEXT, PRIMARY KEY (role, device, inode)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _reply (
            key TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL, tally TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// What came with version 2: how far each test of harm is, window by window; of some of them all that it remembers.
    private static let second = [
        """
        CREATE TABLE _harm_test (
            test TEXT NOT NULL, deployment INTEGER NOT NULL, begins INTEGER NOT NULL, lasted REAL,
            PRIMARY KEY (test, deployment)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _harm_window (
            test TEXT NOT NULL, deployment INTEGER NOT NULL, start INTEGER NOT NULL, revision INTEGER NOT NULL,
            rows INTEGER NOT NULL, state BLOB, PRIMARY KEY (test, deployment, start)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// Brings the tables of an older version up to this one.
    static func migrate(_ database: Database, from version: Int) throws {
        guard version < Self.version else { return }
        try database.inTransaction(.immediate) {
            for statement in second { try database.execute(sql: statement) }
            try database.execute(sql: "PRAGMA user_version = \(Self.version)")
            return .commit
        }
    }

    /// Makes the tables of an empty database.
    static func create(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            for statement in statements { try database.execute(sql: statement) }
            var generator = SystemRandomNumberGenerator()
            for name in ["secret_high", "secret_low"] {
                let secret = Int64(bitPattern: generator.next())
                try database.execute(sql: "INSERT INTO _setting VALUES (?, ?)", arguments: [name, secret])
            }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }
}
