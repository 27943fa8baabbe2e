extension PublicView {
    /// The public schema for people, as Markdown.
    package static var documentation: String {
        """
        # The public schema

        What anyone may ask the record with SQL.

        ## Overview

        The record is the SQLite file `metadata.db` in the state directory. The views below are its public schema: later
        versions add views and columns and change none. Tables, whose names begin with an underscore, are private.

        Read it while mlopsd runs, as the user that mlopsd runs as or as root:

        ```sh
        sqlite3 -readonly -box /var/lib/mlopsd/metadata.db \\
            "SELECT run, pipeline, outcome, started_at FROM runs ORDER BY number DESC LIMIT 10"
        ```

        Do not leave a reader open with a transaction begun: mlopsd cannot empty its log while someone reads from it.
        Never write to the file.

        \(all.map(\.section).joined(separator: "\n\n"))

        """
    }

    private var section: String {
        let rows = columns.map { "| `\($0.name)` | \($0.type.rawValue) | \($0.meaning) |" }
        return """
            ### \(name)

            A row is \(meaning).

            | column | type | meaning |
            | --- | --- | --- |
            \(rows.joined(separator: "\n"))
            """
    }
}
