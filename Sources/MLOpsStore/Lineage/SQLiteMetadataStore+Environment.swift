import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Keeps what a run ran in; what was kept of it before stays.
    package func keep(_ environment: RunEnvironment, of run: RunID) throws(StoreError) {
        try write { database in
            let body = try RecordCoding.encode(environment)
            try database.cachedStatement(sql: "INSERT INTO _environment (body) VALUES (?) ON CONFLICT DO NOTHING")
                .execute(arguments: [body])
            try database.cachedStatement(
                sql: """
                    INSERT INTO _run_environment SELECT ?, id FROM _environment WHERE body = ? ON CONFLICT DO NOTHING
                    """
            ).execute(arguments: [run.number, body])
        }
    }

    /// Returns what the run ran in; nil when it is not known.
    package func environment(of run: RunID) throws(StoreError) -> RunEnvironment? {
        try read { database in
            try database.row(
                """
                SELECT e.body FROM _run_environment r JOIN _environment e ON e.id = r.environment WHERE r.run = ?
                """, [run.number]
            ) { try RecordCoding.decode(from: try $0.text("body")) }
        }
    }
}
