import GRDB

/// The versions of the database's structure and how one becomes the next.
enum Schema {
    /// `mlop`: says of a database file that it is ours (`PRAGMA application_id`).
    static let applicationID: Int32 = 0x6D6C_6F70

    /// The statements that lead from version n to version n + 1, at index n.
    static let migrations = [version1]

    /// The version that this program reads and writes (`PRAGMA user_version`).
    static var current: Int { migrations.count }

    static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Brings the database to the current version, each step in a transaction of its own: after a crash the next
    /// start goes on from the last whole step.
    static func migrate(_ database: Database) throws {
        while case let version = try version(of: database), version < current {
            try database.inTransaction(.immediate) {
                try migrate(database, from: version)
                return .commit
            }
        }
    }

    private static func migrate(_ database: Database, from version: Int) throws {
        for view in PublicView.all {
            try database.execute(sql: "DROP VIEW IF EXISTS \(view.name)")
        }
        for statement in migrations[version] {
            try database.execute(sql: statement)
        }
        // Views follow the program, not the steps on the way to it.
        for view in PublicView.all where version + 1 == current {
            try database.execute(sql: view.definition)
        }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version + 1)")
    }
}
