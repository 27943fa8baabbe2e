extension AuditCheck {
    static let work = [
        AuditCheck(
            .startsAreUnique,
            """
            SELECT 'd' || max(id) AS id, pipeline, count(*) || ' starts rest on ' || dedupe_key AS text FROM _decision
            WHERE kind = 'start' AND dedupe_key IS NOT NULL GROUP BY dedupe_key HAVING count(*) > 1
            """),
        AuditCheck(
            .everyRunDecided,
            """
            SELECT 'r' || id AS id, pipeline, 'd' || decision || ' did not start it' AS text FROM _run r
            WHERE NOT EXISTS (SELECT 1 FROM _decision d WHERE d.id = r.decision AND d.kind = 'start' AND d.run = r.id)
            """),
        AuditCheck(
            .everyRunDecided,
            """
            SELECT 'd' || id AS id, pipeline, 'it started r' || coalesce(run, '?') || ', which does not say so' AS text
            FROM _decision d WHERE kind = 'start'
            AND NOT EXISTS (SELECT 1 FROM _run r WHERE r.id = d.run AND r.decision = d.id)
            """),
        AuditCheck(
            .attemptsAreWhole,
            """
            SELECT 'r' || a.run || '.' || step AS id, NULL AS pipeline, 'its attempts are numbered up to ' || max(number)
                || ', there are ' || count(*) AS text
            FROM _attempt a GROUP BY a.run, step HAVING max(number) <> count(*) OR min(number) <> 1
            """),
        AuditCheck(
            .attemptsAreWhole,
            """
            SELECT 'r' || a.run || '.' || step || '.' || number AS id, pipeline,
                CASE WHEN r.id IS NULL THEN 'there is no such run' ELSE 'its run ended before it' END AS text
            FROM _attempt a LEFT JOIN _run r ON r.id = a.run
            WHERE r.id IS NULL OR (r.outcome IS NOT NULL AND NOT a.ended)
            """),
    ]

    static let files = [
        AuditCheck(
            .filesAgree,
            """
            SELECT d.name AS id, d.pipeline, n || ' files are ' || f.state || ', the count says ' || coalesce(c.files, 0)
                AS text
            FROM (SELECT dataset, state, count(*) AS n FROM _file GROUP BY dataset, state) f
            JOIN _dataset d ON d.id = f.dataset
            LEFT JOIN _file_count c ON c.dataset = f.dataset AND c.state = f.state WHERE n IS NOT c.files
            """),
        AuditCheck(
            .filesAgree,
            """
            SELECT d.name AS id, d.pipeline, count(*) || ' files have the sequence number ' || sequence || ' of '
                || max(d.last_sequence) AS text
            FROM _file f JOIN _dataset d ON d.id = f.dataset WHERE sequence > 0
            GROUP BY f.dataset, sequence HAVING count(*) > 1 OR sequence > max(d.last_sequence)
            """),
    ]
}
