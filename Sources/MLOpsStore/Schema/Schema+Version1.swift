extension Schema {
    /// Tables and rules of the first version.
    ///
    /// Names of private tables begin with `_`.
    ///
    /// A state struct that the core owns whole lies in a `body` column as JSON, next to the columns that views and
    /// indexes need. Times are microseconds since 1970 in UTC.
    static let version1 = pipelines1 + evidence1 + decisions1 + runs1 + models1 + files1 + manifests1

    private static let pipelines1 = [
        """
        CREATE TABLE _record (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            evidence INTEGER NOT NULL,
            decision INTEGER NOT NULL,
            request INTEGER NOT NULL,
            run INTEGER NOT NULL,
            deployment INTEGER NOT NULL,
            newest INTEGER NOT NULL
        ) STRICT
        """,
        "INSERT INTO _record VALUES (1, 0, 0, 0, 0, 0, 0)",
        "CREATE TABLE _pipeline (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE _definition (id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, source TEXT NOT NULL) STRICT",
    ]

    private static let evidence1 = [
        """
        CREATE TABLE _evidence (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            kind TEXT NOT NULL,
            fact TEXT NOT NULL,
            recorded_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _evidence_pipeline ON _evidence (pipeline, id)",
        """
        CREATE TRIGGER _evidence_is_immutable BEFORE UPDATE ON _evidence
        BEGIN SELECT raise(ABORT, 'evidence never changes'); END
        """,
        // The operand is empty where there is no trigger.
        """
        CREATE TABLE _use (
            evidence INTEGER NOT NULL,
            operand TEXT NOT NULL,
            pipeline TEXT NOT NULL,
            trigger TEXT,
            disposition TEXT NOT NULL,
            object INTEGER,
            reason TEXT,
            PRIMARY KEY (evidence, operand)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX _use_trigger ON _use (pipeline, trigger, evidence)",
        "CREATE INDEX _use_latched ON _use (pipeline, operand, evidence) WHERE disposition = 'latched'",
        "CREATE INDEX _use_object ON _use (disposition, object) WHERE object IS NOT NULL",
        """
        CREATE TRIGGER _use_is_final BEFORE UPDATE ON _use WHEN OLD.disposition NOT IN ('latched', 'merged')
        BEGIN SELECT raise(ABORT, 'a final disposition never changes'); END
        """,
    ]

    private static let decisions1 = [
        """
        CREATE TABLE _decision (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            kind TEXT NOT NULL,
            trigger TEXT,
            request INTEGER,
            run INTEGER,
            summary TEXT NOT NULL,
            explanation TEXT NOT NULL,
            decided_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            count INTEGER NOT NULL,
            dedupe_key TEXT
        ) STRICT
        """,
        "CREATE INDEX _decision_pipeline ON _decision (pipeline, id)",
        "CREATE INDEX _decision_trigger ON _decision (pipeline, trigger, id)",
        "CREATE INDEX _decision_run ON _decision (run) WHERE run IS NOT NULL",
        "CREATE UNIQUE INDEX _decision_dedupe ON _decision (dedupe_key) WHERE kind = 'start' AND dedupe_key IS NOT NULL",
        """
        CREATE TABLE _request (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            state TEXT NOT NULL,
            run INTEGER,
            reason TEXT,
            created_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _request_pipeline ON _request (pipeline, id)",
        "CREATE INDEX _request_pending ON _request (id) WHERE state = 'pending'",
        """
        CREATE TABLE _reply (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            fingerprint TEXT NOT NULL,
            reply TEXT NOT NULL,
            kept_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _reply_age ON _reply (kept_at)",
    ]

    private static let runs1 = [
        """
        CREATE TABLE _run (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            phase TEXT NOT NULL,
            outcome TEXT,
            detail TEXT,
            definition TEXT NOT NULL,
            decision INTEGER NOT NULL,
            request INTEGER NOT NULL,
            trigger TEXT,
            reason TEXT NOT NULL,
            retry_of INTEGER,
            version TEXT,
            champion TEXT,
            manifest TEXT,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            body TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _run_pipeline ON _run (pipeline, id)",
        "CREATE INDEX _run_outcome ON _run (outcome, id)",
        "CREATE INDEX _run_pipeline_outcome ON _run (pipeline, outcome, id)",
        """
        CREATE TABLE _attempt (
            run INTEGER NOT NULL,
            step TEXT NOT NULL,
            number INTEGER NOT NULL,
            intended_at INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (run, step, number)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _metric (
            run INTEGER NOT NULL,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static let models1 = [
        """
        CREATE TABLE _version (
            pipeline TEXT NOT NULL,
            number INTEGER NOT NULL,
            run INTEGER NOT NULL,
            digest TEXT NOT NULL,
            status TEXT NOT NULL,
            files INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            registered_at INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (pipeline, number)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX _version_run ON _version (run)",
        """
        CREATE TABLE _alias (
            pipeline TEXT NOT NULL,
            alias TEXT NOT NULL,
            version TEXT NOT NULL,
            PRIMARY KEY (pipeline, alias)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE _deployment (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            action TEXT NOT NULL,
            version TEXT NOT NULL,
            digest TEXT NOT NULL,
            replaced TEXT,
            target TEXT,
            run INTEGER,
            actor TEXT NOT NULL,
            reason TEXT,
            state TEXT NOT NULL,
            detail TEXT,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            body TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX _deployment_pipeline ON _deployment (pipeline, id)",
        "CREATE INDEX _deployment_open ON _deployment (id) WHERE state = 'intended'",
        """
        CREATE TRIGGER _deployment_end_is_final BEFORE UPDATE ON _deployment
        WHEN OLD.state <> 'intended' AND (NEW.state <> OLD.state OR NEW.body <> OLD.body)
        BEGIN SELECT raise(ABORT, 'a deployment that ended never changes'); END
        """,
        """
        CREATE TRIGGER _deployment_is_immutable BEFORE UPDATE ON _deployment
        WHEN (NEW.id, NEW.pipeline, NEW.action, NEW.version, NEW.digest, NEW.replaced, NEW.target, NEW.run, NEW.actor,
            NEW.reason, NEW.started_at)
            IS NOT (OLD.id, OLD.pipeline, OLD.action, OLD.version, OLD.digest, OLD.replaced, OLD.target, OLD.run,
            OLD.actor, OLD.reason, OLD.started_at)
        BEGIN SELECT raise(ABORT, 'only the state and the end of a deployment change'); END
        """,
        """
        CREATE TRIGGER _deployment_stays BEFORE DELETE ON _deployment
        BEGIN SELECT raise(ABORT, 'the ledger of deployments is append-only'); END
        """,
    ]

    private static let files1 = [
        """
        CREATE TABLE _dataset (
            id INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            name TEXT NOT NULL,
            last_sequence INTEGER NOT NULL,
            UNIQUE (pipeline, name)
        ) STRICT
        """,
        """
        CREATE TABLE _file (
            id INTEGER PRIMARY KEY,
            dataset INTEGER NOT NULL,
            path BLOB NOT NULL,
            state TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            changed_ns INTEGER NOT NULL,
            sha256 ANY,
            rows INTEGER,
            sequence INTEGER NOT NULL,
            rung TEXT,
            reason TEXT,
            observed_at INTEGER NOT NULL,
            UNIQUE (dataset, path)
        ) STRICT
        """,
        "CREATE INDEX _file_sequence ON _file (dataset, sequence)",
        "CREATE INDEX _file_problem ON _file (dataset, path) WHERE state IN ('quarantined', 'unreadable')",
        // Counting a million rows for a status line would take longer than the line is worth.
        """
        CREATE TABLE _file_count (
            dataset INTEGER NOT NULL,
            state TEXT NOT NULL,
            files INTEGER NOT NULL,
            PRIMARY KEY (dataset, state)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TRIGGER _file_added AFTER INSERT ON _file BEGIN
            INSERT INTO _file_count VALUES (NEW.dataset, NEW.state, 1)
            ON CONFLICT DO UPDATE SET files = files + 1;
        END
        """,
        """
        CREATE TRIGGER _file_moved AFTER UPDATE OF state ON _file WHEN NEW.state <> OLD.state BEGIN
            UPDATE _file_count SET files = files - 1 WHERE dataset = OLD.dataset AND state = OLD.state;
            INSERT INTO _file_count VALUES (NEW.dataset, NEW.state, 1)
            ON CONFLICT DO UPDATE SET files = files + 1;
        END
        """,
        """
        CREATE TRIGGER _file_removed AFTER DELETE ON _file BEGIN
            UPDATE _file_count SET files = files - 1 WHERE dataset = OLD.dataset AND state = OLD.state;
        END
        """,
        // Sequence numbers only rise, so one row says of all files up to `through` that they are no longer new.
        """
        CREATE TABLE _file_use (
            dataset INTEGER NOT NULL,
            through INTEGER NOT NULL,
            run INTEGER NOT NULL,
            PRIMARY KEY (dataset, through)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    private static let manifests1 = [
        // A file's content, once for all runs that read it.
        """
        CREATE TABLE _content (
            id INTEGER PRIMARY KEY,
            dataset INTEGER NOT NULL,
            path BLOB NOT NULL,
            sha256 ANY NOT NULL,
            size INTEGER NOT NULL,
            rows INTEGER,
            UNIQUE (dataset, path, sha256)
        ) STRICT
        """,
        "CREATE INDEX _content_sha256 ON _content (sha256)",
        """
        CREATE TABLE _manifest (
            run INTEGER PRIMARY KEY,
            pipeline TEXT NOT NULL,
            is_complete INTEGER NOT NULL
        ) STRICT
        """,
        // Runs read mostly what the run before them read: a manifest is a few ranges of content ids.
        """
        CREATE TABLE _manifest_range (
            run INTEGER NOT NULL,
            dataset INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            is_new INTEGER NOT NULL,
            PRIMARY KEY (run, dataset, first)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
