import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

/// A way to break a promise, past the store.
struct Sabotage: Sendable, CustomTestStringConvertible {
    let rule: AuditRule
    let sql: String

    var testDescription: String { "\(rule.rawValue): \(sql)" }

    init(_ rule: AuditRule, _ sql: String) {
        self.rule = rule
        self.sql = sql
    }

    private static let unguarded = "DROP TRIGGER _evidence_is_immutable; DROP TRIGGER _use_is_final;"
    private static let firstRun = "(SELECT min(id) FROM _run WHERE outcome = 'succeeded')"

    static let all = [
        Sabotage(
            .integrity,
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'reason TEXT', 'reason TEXT NOT NULL') WHERE name = '_use'
            """),
        Sabotage(.schema, "DROP TRIGGER _use_is_final"),
        Sabotage(.schema, "DROP INDEX _decision_dedupe"),
        Sabotage(.schema, "DROP VIEW runs; CREATE VIEW runs AS SELECT 1 AS run"),
        Sabotage(.contiguousIdentifiers, "DELETE FROM _evidence WHERE id = 3"),
        Sabotage(.contiguousIdentifiers, "DELETE FROM _run WHERE id = 2"),
        Sabotage(.contiguousIdentifiers, "DELETE FROM _decision WHERE id = 2"),
        Sabotage(.contiguousIdentifiers, "UPDATE _record SET run = run + 1"),
        Sabotage(.contiguousIdentifiers, "UPDATE _record SET deployment = 0"),
        Sabotage(.everyEvidenceUsed, "DELETE FROM _use WHERE evidence = 2"),
        Sabotage(
            .everyEvidenceUsed,
            """
            INSERT INTO _use SELECT evidence, '', pipeline, NULL, 'suppressed', NULL, 'x' FROM _use
            WHERE operand <> '' LIMIT 1
            """),
        Sabotage(.everyUseHasEvidence, "INSERT INTO _use VALUES (99999, 'x', 'churn', 'x', 'suppressed', NULL, 'x')"),
        Sabotage(.everyUseHasEvidence, unguarded + "UPDATE _use SET pipeline = 'other' WHERE evidence = 1"),
        Sabotage(
            .dispositionsAreWhole, unguarded + "UPDATE _use SET disposition = 'lost' WHERE disposition = 'consumed'"),
        Sabotage(.dispositionsAreWhole, unguarded + "UPDATE _use SET object = NULL WHERE disposition = 'consumed'"),
        Sabotage(
            .dispositionsAreWhole,
            unguarded + "UPDATE _use SET disposition = 'superseded', object = 99999, reason = NULL WHERE evidence = 1"),
        Sabotage(
            .latchedIsLive,
            unguarded + """
                UPDATE _use SET disposition = 'latched', object = NULL WHERE disposition = 'consumed' AND operand <> ''
                """),
        Sabotage(
            .latchedIsLive,
            unguarded + """
                UPDATE _use SET disposition = 'latched', object = NULL, operand = 'unknown ' || operand
                WHERE disposition = 'consumed' AND operand <> ''
                """),
        Sabotage(.latchedIsLive, "UPDATE _use SET disposition = 'expired', reason = 'x' WHERE disposition = 'latched'"),
        Sabotage(
            .mergedIsPending, unguarded + "UPDATE _use SET disposition = 'merged' WHERE disposition = 'consumed'"),
        Sabotage(.consumedHasRun, unguarded + "UPDATE _use SET object = 99999 WHERE disposition = 'consumed'"),
        Sabotage(.consumedHasRun, "UPDATE _run SET pipeline = 'other'"),
        Sabotage(.pendingRequestsAgree, "UPDATE _request SET state = 'pending' WHERE state = 'started'"),
        Sabotage(
            .pendingRequestsAgree,
            """
            UPDATE _pipeline SET body = json_set(body, '$.requests', json_array(
                (SELECT json(body) FROM _request WHERE state = 'started' LIMIT 1)))
            """),
        Sabotage(
            .startsAreUnique,
            """
            DROP INDEX _decision_dedupe; UPDATE _decision SET dedupe_key = 'same' WHERE kind = 'start'
            """),
        Sabotage(.everyRunDecided, "UPDATE _run SET decision = 99999 WHERE id = \(firstRun)"),
        Sabotage(.everyRunDecided, "UPDATE _decision SET run = NULL WHERE kind = 'start'"),
        Sabotage(.attemptsAreWhole, "UPDATE _attempt SET number = 7 WHERE run = \(firstRun)"),
        Sabotage(.attemptsAreWhole, "UPDATE _attempt SET ended = 0 WHERE run = \(firstRun)"),
        Sabotage(.attemptsAreWhole, "INSERT INTO _attempt VALUES (99999, 'train', 1, 0, 1, '{}')"),
        Sabotage(
            .oneDeploymentAtATime,
            """
            INSERT INTO _deployment SELECT id + 1000 + n.x, pipeline, action, version, digest, replaced, target, run,
                actor, reason, 'intended', NULL, started_at, NULL, body
            FROM _deployment, (SELECT 1 AS x UNION SELECT 2) n WHERE id = 1
            """),
        Sabotage(
            .oneDeploymentAtATime,
            """
            DROP TRIGGER _deployment_is_immutable; UPDATE _deployment SET replaced = 'churn/77' WHERE state = 'live'
            """),
        Sabotage(.versionsExist, "DELETE FROM _version"),
        Sabotage(.versionsExist, "UPDATE _version SET digest = 'other'"),
        Sabotage(.versionsExist, "UPDATE _alias SET version = 'churn/999'"),
        Sabotage(.versionsExist, "DELETE FROM _alias WHERE alias = 'champion'"),
        Sabotage(.versionsExist, "UPDATE _version SET run = 99999"),
        Sabotage(.filesAgree, "UPDATE _file_count SET files = files + 1"),
        Sabotage(.filesAgree, "DELETE FROM _file_count"),
        Sabotage(.filesAgree, "UPDATE _file SET sequence = 1"),
        Sabotage(.filesAgree, "UPDATE _dataset SET last_sequence = 1"),
    ]
}

@Suite struct `The audit` {
    @Test func `finds nothing in a history of real decisions`() throws {
        let temporary = try TemporaryStore(history: .recorded)
        #expect(try temporary.open().audit().violations == [])
    }

    @Test(arguments: Sabotage.all)
    func `finds`(_ sabotage: Sabotage) throws {
        let temporary = try TemporaryStore(history: .recorded)
        try temporary.tamper(sabotage.sql)
        let report = try temporary.open().audit()
        #expect(report.violations.contains { $0.rule == sabotage.rule })
        #expect(report.violations.allSatisfy { !$0.id.isEmpty && !$0.text.isEmpty })
    }

    @Test func `has a way to break each rule`() {
        #expect(Set(Sabotage.all.map(\.rule)) == Set(AuditRule.allCases))
    }

    @Test func `lists a bounded number of breaches, and says that there are more`() throws {
        let temporary = try TemporaryStore(history: .recorded)
        try temporary.tamper("DELETE FROM _use")
        let report = try temporary.open().audit()
        #expect(report.violations.count { $0.rule == .everyEvidenceUsed } == AuditReport.limitPerRule)
        #expect(report.cutShort.contains(.everyEvidenceUsed))
    }

    @Test func `counts what it looked at`() throws {
        let temporary = try TemporaryStore(history: .recorded)
        let store = try temporary.open()
        let (report, contents) = (try store.audit(), try store.contents())
        #expect(report.evidence == contents.evidence.count)
        #expect(report.uses == contents.uses.count)
        #expect(report.runs == contents.runs.count)
        #expect(report.dispositions.reduce(0) { $0 + $1.count } == report.uses)
        #expect(report.dispositions.contains { $0.name == "consumed" })
    }

    @Test func `finds nothing in an empty record`() throws {
        let temporary = try TemporaryStore()
        #expect(try temporary.open().audit().violations == [])
    }
}
