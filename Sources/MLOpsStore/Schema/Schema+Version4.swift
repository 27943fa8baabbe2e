extension Schema {
    /// The environments of runs; most runs share theirs with the run before.
    static let version4 = [
        "CREATE TABLE _environment (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TABLE _run_environment (run INTEGER PRIMARY KEY, environment INTEGER NOT NULL) STRICT",
    ]
}
