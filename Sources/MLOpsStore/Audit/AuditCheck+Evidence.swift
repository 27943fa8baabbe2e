extension AuditCheck {
    static let identifiers =
        [("deployment", "l"), ("evidence", "e"), ("run", "r")].flatMap(contiguous) + [
            // A repeated decision uses up a number and adds to a count instead of a row.
            AuditCheck(
                .contiguousIdentifiers,
                """
                SELECT 'd' || highest AS id, NULL AS pipeline, made || ' decisions were made, the counter says ' || decision
                    AS text
                FROM _record, (SELECT coalesce(sum(count), 0) AS made, coalesce(max(id), 0) AS highest FROM _decision)
                WHERE made <> decision OR highest > decision
                """)
        ]

    private static func contiguous(_ table: String, _ prefix: String) -> [AuditCheck] {
        [
            AuditCheck(
                .contiguousIdentifiers,
                """
                SELECT '\(prefix)' || id AS id, pipeline, 'before it comes \(prefix)' || before || ', with a gap' AS text
                FROM (SELECT id, pipeline, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM _\(table))
                WHERE id <> before + 1
                """),
            AuditCheck(
                .contiguousIdentifiers,
                """
                SELECT '\(prefix)' || highest AS id, NULL AS pipeline, 'it is the newest, the counter says ' || \(table)
                    AS text
                FROM _record, (SELECT coalesce(max(id), 0) AS highest FROM _\(table)) WHERE highest <> \(table)
                """),
        ]
    }

    static let evidence = [
        AuditCheck(
            .everyEvidenceUsed,
            """
            SELECT 'e' || id AS id, pipeline, 'nothing says what became of it' AS text
            FROM _evidence e WHERE NOT EXISTS (SELECT 1 FROM _use u WHERE u.evidence = e.id)
            """),
        AuditCheck(
            .everyEvidenceUsed,
            """
            SELECT 'e' || evidence AS id, pipeline, 'it is used by an operand and by none' AS text FROM _use u
            WHERE operand = '' AND EXISTS (SELECT 1 FROM _use o WHERE o.evidence = u.evidence AND o.operand <> '')
            """),
        AuditCheck(
            .everyUseHasEvidence,
            """
            SELECT 'e' || evidence AS id, pipeline, 'there is no such evidence, and a disposition of it for "' || operand
                || '"' AS text
            FROM _use u WHERE NOT EXISTS (
                SELECT 1 FROM _evidence e WHERE e.id = u.evidence AND e.pipeline = u.pipeline)
            """),
    ]

    static let uses = [
        AuditCheck(
            .dispositionsAreWhole,
            """
            SELECT 'e' || evidence AS id, pipeline, 'its disposition "' || disposition || '" for "' || operand
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
            SELECT 'e' || evidence AS id, pipeline, 'it is merged into q' || coalesce(object, '?') || ', which is not pending' AS text
            FROM _use u WHERE disposition = 'merged' AND NOT EXISTS (
                SELECT 1 FROM _request q WHERE q.id = u.object AND q.pipeline = u.pipeline AND q.state = 'pending')
            """),
        AuditCheck(
            .consumedHasRun,
            """
            SELECT 'e' || evidence AS id, pipeline, 'it is consumed by r' || coalesce(object, '?') || ', which is no run of its pipeline'
                AS text
            FROM _use u WHERE disposition = 'consumed' AND NOT EXISTS (
                SELECT 1 FROM _run r WHERE r.id = u.object AND r.pipeline = u.pipeline)
            """),
    ]
}
