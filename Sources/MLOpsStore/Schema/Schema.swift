import GRDB

/// The versions of the database's structure and how one becomes the next.
struct Schema: Sendable {
    /// `mlop`: says of a database file that it is ours (`PRAGMA application_id`).
    static let applicationID: Int32 = 0x6D6C_6F70

    /// What this program reads and writes.
    static let current = Schema(migrations: [version1, version2, version3, version4, version5, version6])

    /// The statements that lead from version n to version n + 1, at index n.
    let migrations: [[String]]

    /// Kept in the file as `PRAGMA user_version`.
    var version: Int { migrations.count }

    static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Brings the database to this version, each step in a transaction of its own: after a crash the next start goes on
    /// from the last whole step.
    func migrate(_ database: Database) throws {
        while case let version = try Self.version(of: database), version < self.version {
            try database.inTransaction(.immediate) {
                try migrate(database, from: version)
                return .commit
            }
        }
    }

    private func migrate(_ database: Database, from version: Int) throws {
        for view in PublicView.all {
            try database.execute(sql: "DROP VIEW IF EXISTS \(view.name)")
        }
        for statement in migrations[version] {
            try database.execute(sql: statement)
        }
        // Views follow the program, not the steps on the way to it.
        for view in PublicView.all where version + 1 == self.version {
            try database.execute(sql: view.definition)
        }
        try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version + 1)")
    }
}
