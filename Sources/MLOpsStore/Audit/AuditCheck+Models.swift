extension AuditCheck {
    static let ledger = [
        AuditCheck(
            .oneDeploymentAtATime,
            """
            SELECT 'l' || max(id) AS id, pipeline, count(*) || ' deployments are under way' AS text
            FROM _deployment WHERE state = 'intended' GROUP BY pipeline HAVING count(*) > 1
            """),
        AuditCheck(
            .oneDeploymentAtATime,
            """
            SELECT 'l' || id AS id, pipeline, 'it says that it replaced ' || coalesce(replaced, 'nothing') || ', live was '
                || coalesce(before, 'nothing') AS text
            FROM (SELECT id, pipeline, replaced, lag(version) OVER (PARTITION BY pipeline ORDER BY id) AS before
                FROM _deployment WHERE state = 'live')
            WHERE replaced IS NOT before
            """),
    ]

    static let versions = [
        AuditCheck(
            .versionsExist,
            """
            SELECT 'l' || l.id AS id, l.pipeline, 'it is of ' || l.version || ', which is not registered with its digest'
                AS text
            FROM _deployment l WHERE NOT EXISTS (
                SELECT 1 FROM _version v WHERE v.pipeline = l.pipeline AND l.version = v.pipeline || '/' || v.number
                AND v.digest = l.digest)
            """),
        AuditCheck(
            .versionsExist,
            """
            SELECT alias AS id, pipeline, 'it names ' || version || ', which is not registered' AS text
            FROM _alias a WHERE NOT EXISTS (
                SELECT 1 FROM _version v WHERE v.pipeline = a.pipeline AND a.version = v.pipeline || '/' || v.number)
            """),
        AuditCheck(
            .versionsExist,
            """
            SELECT 'champion' AS id, l.pipeline, 'it is ' || coalesce(a.version, 'nothing') || ', what went live last is '
                || l.version AS text
            FROM _deployment l LEFT JOIN _alias a ON a.pipeline = l.pipeline AND a.alias = 'champion'
            WHERE l.id IN (SELECT max(id) FROM _deployment WHERE state = 'live' GROUP BY pipeline)
            AND a.version IS NOT l.version
            """),
        AuditCheck(
            .versionsExist,
            """
            SELECT pipeline || '/' || number AS id, pipeline, 'there is no run r' || run || ' of its pipeline' AS text
            FROM _version v WHERE NOT EXISTS (SELECT 1 FROM _run r WHERE r.id = v.run AND r.pipeline = v.pipeline)
            """),
    ]
}
