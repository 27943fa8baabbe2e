import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

/// With a million rows a scan is felt; with the rows of a test it is not, so the plans are looked at.
@Suite struct `Query plans` {
    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore
    private let pipeline: PipelineName = "churn"
    private let dataset: DatasetName = "in"

    init() throws {
        temporary = try TemporaryStore(history: .recorded)
        store = try temporary.open()
    }

    /// Tables that hold a few rows for each pipeline, and an index that holds only what is not ended.
    private static let small = [
        "_receiver", "_record", "_pipeline", "_alias", "_dataset", "_file_count",
        "_deployment USING INDEX _deployment_open",
    ]

    /// The steps of plans of `statements` that read a whole table or sort what they read.
    private func expensiveSteps(of statements: [String]) throws -> [String] {
        try store.read { database in
            try statements.flatMap { sql in
                let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
                statement.setUncheckedArguments(StatementArguments(Array(repeating: 1, count: sql.parameterCount)))
                return try Row.fetchAll(statement).compactMap { $0["detail"] as String? }
                    .filter { isExpensive($0, in: sql) }.map { "\($0) in \(sql)" }
            }
        }
    }

    private func isExpensive(_ step: String, in sql: String) -> Bool {
        // A run has few attempts.
        if step.hasPrefix("USE TEMP B-TREE") { return !sql.contains("FROM _attempt") }
        guard step.hasPrefix("SCAN"), !step.contains("CONSTANT ROW") else { return false }
        // Without a condition, the first rows in order are the answer.
        let isFirstRows = sql.contains("LIMIT") && !sql.contains("WHERE")
        return !isFirstRows && !Self.small.contains { step.hasPrefix("SCAN \($0)") }
    }

    private func statements(
        _ connect: ((Database) -> Void) -> Void, _ body: () throws -> Void
    ) rethrows -> [String] {
        final class Log { var statements: [String] = [] }
        let log = Log()
        connect { $0.trace { if case .statement(let statement) = $0 { log.statements.append(statement.sql) } } }
        try body()
        connect { $0.trace(nil) }
        return log.statements.filter { ["SELECT", "UPDATE", "DELETE", "INSERT"].contains($0.prefix(6)) }
    }

    @Test func `lists and look-ups neither scan nor sort`() throws {
        // Reads one after the other get the same connection.
        let statements = try statements({ body in try? store.pool.read { body($0) } }) {
            for name in [nil, pipeline] as [PipelineName?] {
                for outcome in [nil, .active, .failed] as [RunFilter.Outcome?] {
                    _ = try store.runs(RunFilter(pipeline: name, outcome: outcome))
                    _ = try store.runs(RunFilter(pipeline: name, outcome: outcome), Page(before: RunID(9)))
                }
                _ = try store.decisions(.init(pipeline: name), Page(before: DecisionID(9)))
                _ = try store.deployments(pipeline: name, Page(before: DeploymentID(9)))
                _ = try store.versions(pipeline: name, Page(before: ModelVersionID(pipeline: pipeline, number: 3)))
                _ = try store.versions(pipeline: name)
                _ = try store.aliases(of: name)
            }
            try lookUpOne()
            try lookUpFiles()
        }
        #expect(statements.count > 35)
        let expensive = try expensiveSteps(of: statements)
        #expect(expensive == [])
    }

    private func lookUpOne() throws {
        _ = try store.restore()
        _ = try store.standing()
        _ = try store.standing(of: pipeline)
        _ = try store.run(RunID(1))
        _ = try store.attempts(of: RunID(1))
        _ = try store.attempt(AttemptID(run: RunID(1), step: "train", number: 1))
        _ = try store.decision(DecisionID(1))
        _ = try store.decisions(.init(pipeline: pipeline, trigger: "hourly"))
        _ = try store.decisions(.init(run: RunID(1)))
        _ = try store.requests(of: pipeline)
        _ = try store.request(RequestID(1))
        _ = try store.version(of: RunID(1))
        _ = try store.definition("x")
        for filter in [
            .all, .pipeline(pipeline), .trigger(pipeline, "hourly"), .run(RunID(1)), .request(RequestID(1)),
        ] as [EvidenceFilter] {
            _ = try store.evidence(filter, Page(before: EvidenceID(9)))
        }
    }

    private func lookUpFiles() throws {
        _ = try store.file(pipeline, dataset, path: [1])
        _ = try store.files(pipeline, dataset, after: [1], limit: 10)
        _ = try store.files(of: pipeline, dataset, after: [1], limit: 10)
        _ = try store.files(pipeline, dataset, through: 9, after: .start)
        _ = try store.countPresentFiles(pipeline, dataset)
        _ = try store.lastSequence(pipeline, dataset)
        _ = try store.backlog(pipeline: pipeline, dataset: dataset)
        _ = try store.fileProblems(pipeline: pipeline, dataset: dataset, limit: 9)
        _ = try store.manifest(of: RunID(1), dataset: dataset)
        _ = try store.runs(using: "digest", Page(before: RunID(9)))
        _ = try store.runs(using: [1], pipeline, dataset, Page(before: RunID(9)))
    }

    @Test func `commits neither scan nor sort`() throws {
        let statements = statements({ body in store.pool.writeWithoutTransaction { body($0) } }) {
            for mutation in EveryMutation.before + EveryMutation.all {
                // What the history took already is refused; its statements count all the same.
                try? store.commit([mutation])
            }
        }
        #expect(Set(statements).count > 15)
        let expensive = try expensiveSteps(of: Array(Set(statements)))
        #expect(expensive == [])
    }
}

extension String {
    fileprivate var parameterCount: Int {
        let numbered = matches(of: /\?(\d+)/).compactMap { Int($0.1) }.max() ?? 0
        return max(numbered, count { $0 == "?" })
    }
}
