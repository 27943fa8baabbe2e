import GRDB
import MLOpsCore
import OrderedCollections

/// An audit under way.
struct Audit {
    private let database: Database
    private var violations: [AuditRule: [AuditReport.Violation]] = [:]

    init(_ database: Database) { self.database = database }

    mutating func run() throws {
        try checkIntegrity()
        try checkSchema()
        for check in AuditCheck.all { try apply(check) }
        let states: [PipelineState] = try database.rows("SELECT body FROM _pipeline ORDER BY name") {
            try $0.json("body")
        }
        for state in states {
            for (operand, operandState) in state.operands { try check(operandState.latch, of: operand, state.name) }
            try checkRequests(of: state)
        }
        try checkOwnersOfLatched(states)
    }

    func report() throws -> AuditReport {
        let limit = AuditReport.limitPerRule
        let rules = AuditRule.allCases
        return AuditReport(
            evidence: try count("_evidence"), uses: try count("_use"),
            dispositions: try database.rows("SELECT disposition, count(*) AS n FROM _use GROUP BY 1 ORDER BY 1") {
                AuditReport.Count(name: try $0.text("disposition"), count: try $0.integer("n"))
            },
            decisions: try count("_decision"), runs: try count("_run"),
            violations: rules.flatMap { (violations[$0] ?? []).prefix(limit) },
            cutShort: rules.filter { (violations[$0]?.count ?? 0) > limit })
    }

    private mutating func found(_ rule: AuditRule, _ id: String, of pipeline: PipelineName? = nil, _ text: String) {
        // One more than is listed tells that there are more.
        guard (violations[rule]?.count ?? 0) <= AuditReport.limitPerRule else { return }
        violations[rule, default: []].append(
            AuditReport.Violation(rule: rule, id: id, pipeline: pipeline, text: text))
    }

    private mutating func apply(_ check: AuditCheck) throws {
        let breaches = try database.rows("\(check.sql) LIMIT \(AuditReport.limitPerRule + 1)") { row in
            (try row.text("id"), try row.optionalText("pipeline").map(PipelineName.init), try row.text("text"))
        }
        for (id, pipeline, text) in breaches { found(check.rule, id, of: pipeline, text) }
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
        let objects = try database.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL") { row in
            (try row.text("name"), try row.text("sql"))
        }
        return Dictionary(objects) { first, _ in first }
    }

    private mutating func check(_ latch: Latch?, of operand: String, _ pipeline: PipelineName) throws {
        let latched = "_use WHERE disposition = 'latched' AND pipeline = ? AND operand = ?"
        let all = try count(latched, [pipeline.text, operand])
        let inside = try latch.map { latch in
            try count(
                latched + " AND evidence BETWEEN ? AND ?",
                [pipeline.text, operand, latch.firstEvidence.number, latch.lastEvidence.number])
        }
        if all != inside ?? 0 {
            found(.latchedIsLive, operand, of: pipeline, "\(all - (inside ?? 0)) are latched outside of its latch")
        }
        if let latch, latch.count != inside {
            found(.latchedIsLive, operand, of: pipeline, "its latch counts \(latch.count), \(inside ?? 0) are latched")
        }
    }

    /// Evidence latched for an operand that no state knows of would wait for ever.
    private mutating func checkOwnersOfLatched(_ states: [PipelineState]) throws {
        let known = Set(states.flatMap { state in state.operands.keys.map { [state.name.text, $0] } })
        let owners = try database.rows(
            "SELECT DISTINCT pipeline, operand FROM _use WHERE disposition = 'latched' ORDER BY pipeline, operand"
        ) { [try $0.text("pipeline"), try $0.text("operand")] }
        for owner in owners where !known.contains(owner) {
            found(.latchedIsLive, owner[1], of: PipelineName(owner[0]), "evidence is latched for it, and it is unknown")
        }
    }

    private mutating func checkRequests(of state: PipelineState) throws {
        let recorded = try database.rows(
            "SELECT id FROM _request WHERE state = 'pending' AND pipeline = ?", [state.name.text]
        ) { try $0.integer("id") }
        let pending = Set(state.requests.map(\.id.number))
        for id in pending.symmetricDifference(recorded).sorted() {
            let text = pending.contains(id) ? "it is pending, and not recorded so" : "its pipeline does not know it"
            found(.pendingRequestsAgree, "q\(id)", of: state.name, text)
        }
    }

    private func count(_ source: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int64 {
        try database.row("SELECT count(*) AS n FROM \(source)", arguments) { try $0.integer("n") } ?? 0
    }
}
