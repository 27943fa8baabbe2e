/// A rule as a query: each row it returns is a breach, with the columns `object` and `text`.
struct AuditCheck {
    let rule: AuditRule
    let sql: String

    init(_ rule: AuditRule, _ sql: String) {
        self.rule = rule
        self.sql = sql
    }

    static let all = identifiers + evidence + work + ledger + files

    private static let identifiers =
        ["evidence": "e", "run": "r", "deployment": "l"].sorted { $0.key < $1.key }
        .flatMap { table, prefix in
            [
                AuditCheck(
                    .contiguousIdentifiers,
                    """
                    SELECT '\(prefix)' || id AS object, 'comes after \(prefix)' || before || ', with a gap' AS text
                    FROM (SELECT id, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM _\(table)) WHERE id <> before + 1
                    """),
                AuditCheck(
                    .contiguousIdentifiers,
                    """
                    SELECT '\(table)' AS object, 'the newest is \(prefix)' || newest || ', the counter says ' || \(table)
                        AS text
                    FROM _record, (SELECT coalesce(max(id), 0) AS newest FROM _\(table)) WHERE newest <> \(table)
                    """),
            ]
        } + [decisionIdentifiers]

    /// A repeated decision uses up a number and adds to a count instead of a row.
    private static let decisionIdentifiers = AuditCheck(
        .contiguousIdentifiers,
        """
        SELECT 'decision' AS object, made || ' were made up to d' || newest || ', the counter says ' || decision AS text
        FROM _record, (SELECT coalesce(sum(count), 0) AS made, coalesce(max(id), 0) AS newest FROM _decision)
        WHERE made <> decision OR newest > decision
        """)

    private static let evidence = [
        AuditCheck(
            .everyEvidenceUsed,
            """
            SELECT 'e' || id || ' of "' || pipeline || '"' AS object, 'nothing says what became of it' AS text
            FROM _evidence e WHERE NOT EXISTS (SELECT 1 FROM _use u WHERE u.evidence = e.id)
            """),
        AuditCheck(
            .everyEvidenceUsed,
            """
            SELECT 'e' || evidence AS object, 'it is used by a trigger and by none' AS text FROM _use u
            WHERE operand = '' AND EXISTS (SELECT 1 FROM _use o WHERE o.evidence = u.evidence AND o.operand <> '')
            """),
        AuditCheck(
            .everyUseHasEvidence,
            """
            SELECT 'e' || evidence || ' for "' || operand || '"' AS object, 'there is no such evidence of "' || u.pipeline
                || '"' AS text
            FROM _use u WHERE NOT EXISTS (
                SELECT 1 FROM _evidence e WHERE e.id = u.evidence AND e.pipeline = u.pipeline)
            """),
        AuditCheck(
            .everyUseHasEvidence,
            """
            SELECT 'e' || evidence || ' for "' || operand || '"' AS object, 'its disposition "' || disposition
                || '" has not the form of one' AS text
            FROM _use WHERE CASE
                WHEN disposition = 'latched' THEN object IS NOT NULL OR reason IS NOT NULL
                WHEN disposition IN ('merged', 'consumed') THEN object IS NULL OR reason IS NOT NULL
                WHEN disposition = 'superseded' THEN reason IS NOT NULL
                    OR NOT EXISTS (SELECT 1 FROM _evidence e WHERE e.id = object)
                WHEN disposition IN ('suppressed', 'expired', 'withdrawn', 'quarantined')
                    THEN object IS NOT NULL OR reason IS NULL
                ELSE 1 END
            """),
        AuditCheck(
            .mergedIsPending,
            """
            SELECT 'e' || evidence || ' for "' || operand || '"' AS object, 'it is merged into q' || object
                || ', which is not pending' AS text
            FROM _use u WHERE disposition = 'merged' AND NOT EXISTS (
                SELECT 1 FROM _request q WHERE q.id = u.object AND q.pipeline = u.pipeline AND q.state = 'pending')
            """),
        AuditCheck(
            .consumedHasRun,
            """
            SELECT 'e' || evidence || ' for "' || operand || '"' AS object, 'it is consumed by r' || object
                || ', which is no run of "' || pipeline || '"' AS text
            FROM _use u WHERE disposition = 'consumed' AND NOT EXISTS (
                SELECT 1 FROM _run r WHERE r.id = u.object AND r.pipeline = u.pipeline)
            """),
    ]

    private static let work = [
        AuditCheck(
            .startsAreUnique,
            """
            SELECT 'd' || max(id) AS object, count(*) || ' starts rest on ' || dedupe_key AS text FROM _decision
            WHERE kind = 'start' AND dedupe_key IS NOT NULL GROUP BY dedupe_key HAVING count(*) > 1
            """),
        AuditCheck(
            .everyRunDecided,
            """
            SELECT 'r' || id AS object, 'd' || decision || ' did not start it' AS text FROM _run r
            WHERE NOT EXISTS (SELECT 1 FROM _decision d WHERE d.id = r.decision AND d.kind = 'start' AND d.run = r.id)
            """),
        AuditCheck(
            .everyRunDecided,
            """
            SELECT 'd' || id AS object, 'it started r' || coalesce(run, '?') || ', which does not say so' AS text
            FROM _decision d WHERE kind = 'start'
            AND NOT EXISTS (SELECT 1 FROM _run r WHERE r.id = d.run AND r.decision = d.id)
            """),
        AuditCheck(
            .attempts,
            """
            SELECT 'r' || a.run || '.' || step AS object, 'its attempts are numbered up to ' || max(number) || ', there are '
                || count(*) AS text
            FROM _attempt a GROUP BY a.run, step HAVING max(number) <> count(*) OR min(number) <> 1
            """),
        AuditCheck(
            .attempts,
            """
            SELECT 'r' || a.run || '.' || step || '.' || number AS object, CASE WHEN r.id IS NULL THEN 'there is no such run'
                ELSE 'the run ended before it' END AS text
            FROM _attempt a LEFT JOIN _run r ON r.id = a.run
            WHERE r.id IS NULL OR (r.outcome IS NOT NULL AND NOT a.ended)
            """),
    ]

    private static let ledger = [
        AuditCheck(
            .deployments,
            """
            SELECT 'l' || max(id) AS object, count(*) || ' deployments of "' || pipeline || '" are under way' AS text
            FROM _deployment WHERE state = 'intended' GROUP BY pipeline HAVING count(*) > 1
            """),
        AuditCheck(
            .deployments,
            """
            SELECT 'l' || id AS object, 'it says that it replaced ' || coalesce(replaced, 'nothing') || ', live was '
                || coalesce(before, 'nothing') AS text
            FROM (SELECT id, replaced, lag(version) OVER (PARTITION BY pipeline ORDER BY id) AS before
                FROM _deployment WHERE state = 'live')
            WHERE replaced IS NOT before
            """),
        AuditCheck(
            .versions,
            """
            SELECT 'l' || l.id AS object, 'it deployed ' || l.version || ', which is not registered with its digest' AS text
            FROM _deployment l WHERE NOT EXISTS (
                SELECT 1 FROM _version v WHERE v.pipeline = l.pipeline AND l.version = v.pipeline || '/' || v.number
                AND v.digest = l.digest)
            """),
        AuditCheck(
            .versions,
            """
            SELECT alias || ' of "' || pipeline || '"' AS object, 'it names ' || version || ', which is not registered' AS text
            FROM _alias a WHERE NOT EXISTS (
                SELECT 1 FROM _version v WHERE v.pipeline = a.pipeline AND a.version = v.pipeline || '/' || v.number)
            """),
        AuditCheck(
            .versions,
            """
            SELECT 'champion of "' || l.pipeline || '"' AS object, 'it is ' || coalesce(a.version, 'nothing')
                || ', last live was ' || l.version AS text
            FROM _deployment l LEFT JOIN _alias a ON a.pipeline = l.pipeline AND a.alias = 'champion'
            WHERE l.id IN (SELECT max(id) FROM _deployment WHERE state = 'live' GROUP BY pipeline)
            AND a.version IS NOT l.version
            """),
        AuditCheck(
            .versions,
            """
            SELECT pipeline || '/' || number AS object, 'there is no run r' || run AS text FROM _version v
            WHERE NOT EXISTS (SELECT 1 FROM _run r WHERE r.id = v.run AND r.pipeline = v.pipeline)
            """),
    ]

    private static let files = [
        AuditCheck(
            .files,
            """
            SELECT d.pipeline || '/' || d.name AS object, 'it has ' || n || ' files that are ' || f.state || ', the count is '
                || coalesce(c.files, 0) AS text
            FROM (SELECT dataset, state, count(*) AS n FROM _file GROUP BY dataset, state) f
            JOIN _dataset d ON d.id = f.dataset
            LEFT JOIN _file_count c ON c.dataset = f.dataset AND c.state = f.state WHERE n IS NOT c.files
            """),
        AuditCheck(
            .files,
            """
            SELECT d.pipeline || '/' || d.name AS object, count(*) || ' files have the number ' || sequence AS text
            FROM _file f JOIN _dataset d ON d.id = f.dataset WHERE sequence > 0
            GROUP BY f.dataset, sequence HAVING count(*) > 1 OR sequence > max(d.last_sequence)
            """),
    ]
}
