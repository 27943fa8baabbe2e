import GRDB
package import MLOpsCore
import OrderedCollections

extension SQLiteMetadataStore {
    /// Proves the promises of the record, all at one moment; reads everything, so it takes its time.
    package func audit() throws(StoreError) -> AuditReport {
        try read { database in
            var audit = Audit(database)
            try audit.run()
            return try audit.report()
        }
    }
}

/// An audit under way.
private struct Audit {
    let database: Database
    var violations: [AuditRule: [AuditReport.Violation]] = [:]

    init(_ database: Database) { self.database = database }

    mutating func run() throws {
        try checkIntegrity()
        try checkSchema()
        for check in AuditCheck.all { try apply(check) }
        for state in try pipelines() {
            try checkLatches(of: state)
            try checkRequests(of: state)
        }
        try checkOwnersOfLatched()
    }

    func report() throws -> AuditReport {
        let limit = AuditReport.limitPerRule
        let rules = AuditRule.allCases
        return AuditReport(
            extent: AuditReport.Extent(
                evidence: try count("_evidence"), uses: try count("_use"), decisions: try count("_decision"),
                runs: try count("_run"), attempts: try count("_attempt"), deployments: try count("_deployment")),
            violations: rules.flatMap { (violations[$0] ?? []).prefix(limit) },
            cutShort: rules.filter { (violations[$0]?.count ?? 0) > limit })
    }

    private mutating func found(_ rule: AuditRule, _ object: String, _ text: String) {
        // One more than is listed tells that there are more.
        guard (violations[rule]?.count ?? 0) <= AuditReport.limitPerRule else { return }
        violations[rule, default: []].append(AuditReport.Violation(rule: rule, object: object, text: text))
    }

    private mutating func apply(_ check: AuditCheck) throws {
        let rows = try database.rows("\(check.sql) LIMIT \(AuditReport.limitPerRule + 1)") { row in
            (try row.text("object"), try row.text("text"))
        }
        for (object, text) in rows { found(check.rule, object, text) }
    }

    private mutating func checkIntegrity() throws {
        let answers = try String.fetchAll(database, sql: "PRAGMA integrity_check(\(AuditReport.limitPerRule))")
        for answer in answers where answer != "ok" { found(.integrity, "database", answer) }
    }

    private mutating func checkSchema() throws {
        let expected = try DatabaseQueue().writeWithoutTransaction { fresh in
            try Schema.current.migrate(fresh)
            return try Self.schema(of: fresh)
        }
        let actual = try Self.schema(of: database)
        for (name, sql) in expected.sorted(by: { $0.key < $1.key }) where actual[name] != sql {
            found(.schema, name, actual[name] == nil ? "it is missing" : "it is not as this mlopsd makes it")
        }
    }

    private static func schema(of database: Database) throws -> [String: String] {
        let rows = try database.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL") { row in
            (try row.text("name"), try row.text("sql"))
        }
        return Dictionary(rows) { first, _ in first }
    }

    private func pipelines() throws -> [PipelineState] {
        try database.rows("SELECT body FROM _pipeline ORDER BY name") { try $0.json("body") }
    }

    private mutating func checkLatches(of state: PipelineState) throws {
        for (operand, operandState) in state.operands {
            let (first, last, counted) =
                operandState.latch.map { ($0.firstEvidence.number, $0.lastEvidence.number, $0.count) } ?? (1, 0, 0)
            let inside = try count(
                "_use WHERE disposition = 'latched' AND pipeline = ? AND operand = ? AND evidence BETWEEN ? AND ?",
                [state.name.text, operand, first, last])
            let all = try count(
                "_use WHERE disposition = 'latched' AND pipeline = ? AND operand = ?", [state.name.text, operand])
            let object = "\"\(operand)\" of \"\(state.name)\""
            if all != inside { found(.latchedIsLive, object, "\(all - inside) are latched outside of its latch") }
            if inside != counted { found(.latchedIsLive, object, "its latch counts \(counted), \(inside) are latched") }
        }
    }

    /// Evidence latched for an operand that no state knows of would wait for ever.
    private mutating func checkOwnersOfLatched() throws {
        let known = Set(try pipelines().flatMap { state in state.operands.keys.map { [state.name.text, $0] } })
        let owners = try database.rows(
            "SELECT DISTINCT pipeline, operand FROM _use WHERE disposition = 'latched' ORDER BY pipeline, operand"
        ) { [try $0.text("pipeline"), try $0.text("operand")] }
        for owner in owners where !known.contains(owner) {
            found(
                .latchedIsLive, "\"\(owner[1])\" of \"\(owner[0])\"",
                "there is no such operand, and evidence is latched")
        }
    }

    private mutating func checkRequests(of state: PipelineState) throws {
        let recorded = try database.rows(
            "SELECT id FROM _request WHERE state = 'pending' AND pipeline = ?", [state.name.text]
        ) { try $0.integer("id") }
        let pending = Set(state.requests.map(\.id.number))
        for id in pending.symmetricDifference(recorded).sorted() {
            let isRecorded = recorded.contains(id)
            found(.pendingRequests, "q\(id)", isRecorded ? "its pipeline does not know it" : "it is not recorded")
        }
    }

    private func count(_ source: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int64 {
        try database.row("SELECT count(*) AS n FROM \(source)", arguments) { try $0.integer("n") } ?? 0
    }
}
