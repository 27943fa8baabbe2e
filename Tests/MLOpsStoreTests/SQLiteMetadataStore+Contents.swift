import GRDB
import MLOpsCore
package import MLOpsTestKit

@testable import MLOpsStore

extension SQLiteMetadataStore: InspectableStore {
    /// Through the queries that the daemon uses.
    package func contents() throws -> RecordContents {
        var contents = RecordContents()
        try readEvidence(into: &contents)
        try readWork(into: &contents)
        contents.versions = try everything {
            try versions($0)
        } cursor: {
            $0.id
        }
        contents.aliasMoves = try aliasMoves().reversed()
        contents.aliases = try aliases().map { .init(pipeline: $0.pipeline, alias: $0.alias, version: $0.version) }
        contents.deployments = try deployments()
        contents.definitions = try column("SELECT id FROM _definition").compactMap { try definition($0) }.map {
            .init(id: $0.id, pipeline: $0.pipeline, source: $0.source)
        }
        try readFiles(into: &contents)
        contents.windows = try readWindows()
        return contents.sorted()
    }

    private func readEvidence(into contents: inout RecordContents) throws {
        contents.evidence = try everything {
            try evidence(.all, $0)
        } cursor: {
            $0.evidence.id
        }.map(\.evidence)
        // Uses may be there without their evidence in a test, so they are not read through it.
        contents.uses = try read { database in
            try database.rows("SELECT * FROM _use", as: EvidenceUse.init)
        }
    }

    private func readWork(into contents: inout RecordContents) throws {
        contents.decisions = try everything {
            try decisions(.init(), $0)
        } cursor: {
            $0.record.id
        }.map {
            .init(record: $0.record, lastAt: $0.lastAt, count: $0.count)
        }
        contents.requests = try names(in: "_request").flatMap { name in
            try everything {
                try requests(of: PipelineName(name), $0)
            } cursor: {
                $0.request.id
            }
        }.map { .init(request: $0.request, end: $0.end) }
        contents.runs = try everything {
            try runs(.init(), $0)
        } cursor: {
            $0.id
        }.compactMap { try run($0.id) }
        let runsWithAttempts = try column("SELECT DISTINCT CAST(run AS TEXT) FROM _attempt").compactMap(Int64.init)
        contents.attempts = try runsWithAttempts.flatMap { try attempts(of: RunID($0)) }
    }

    private func readWindows() throws -> [RecordContents.Window] {
        let operands = try read {
            try $0.rows("SELECT DISTINCT pipeline, operand FROM _window") {
                (PipelineName(try $0.text("pipeline")), try $0.text("operand"))
            }
        }
        return try operands.flatMap { pipeline, operand in
            var remembered: Set<ModelVersionID> = []
            return try everything {
                try windows(pipeline, operand, $0)
            } cursor: {
                $0.evidence
            }.map { recorded in
                let reference = recorded.window.reference
                let isNewest = remembered.insert(reference).inserted
                let memory = isNewest ? try monitor(pipeline, operand, reference)?.memory ?? [] : []
                let judgement = WindowJudgement(
                    operand: operand, window: recorded.window, figures: recorded.figures, memory: memory)
                return RecordContents.Window(
                    evidence: recorded.evidence, pipeline: pipeline, judgement: judgement,
                    judgedAt: recorded.judgedAt)
            }
        }
    }

    private func readFiles(into contents: inout RecordContents) throws {
        let datasets = try read {
            try $0.rows("SELECT * FROM _dataset") { (try $0.text("pipeline"), try $0.text("name")) }
        }
        for (pipeline, dataset) in datasets {
            contents.files += try read { database in
                let id = try DatasetRow.find(PipelineName(pipeline), DatasetName(dataset), in: database)
                return try database.rows(FileColumns.select + " WHERE dataset = ?", [id]) { row in
                    let file = try FileColumns.indexedFile(row)
                    return .init(
                        pipeline: PipelineName(pipeline), dataset: DatasetName(dataset), record: file.record,
                        usedBy: file.usedBy)
                }
            }
        }
    }

    private func names(in table: String) throws -> [String] { try column("SELECT DISTINCT pipeline FROM \(table)") }

    private func column(_ sql: String) throws -> [String] { try read { try String.fetchAll($0, sql: sql) } }

    private func everything<Element, Cursor>(
        _ part: (Page<Cursor>) throws -> [Element], cursor: (Element) -> Cursor
    ) throws -> [Element] {
        var all: [Element] = []
        var page = Page<Cursor>(limit: 2)
        while case let elements = try part(page), let last = elements.last {
            all += elements
            page.before = cursor(last)
        }
        return all
    }
}
