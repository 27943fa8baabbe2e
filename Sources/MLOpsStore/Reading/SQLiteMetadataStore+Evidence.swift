import GRDB
package import MLOpsCore

extension SQLiteMetadataStore {
    /// Returns a part of the list of evidence, newest first, with all dispositions of each piece.
    package func evidence(
        _ filter: EvidenceFilter = .all, _ page: Page<EvidenceID> = Page()
    ) throws(StoreError) -> [RecordedEvidence] {
        try read { database in
            try Self.identifiers(filter, page, in: database).compactMap { try Self.recorded($0, in: database) }
        }
    }

    package func evidence(_ id: EvidenceID) throws(StoreError) -> RecordedEvidence? {
        try read { try Self.recorded(id.number, in: $0) }
    }

    private static func identifiers(
        _ filter: EvidenceFilter, _ page: Page<EvidenceID>, in database: Database
    ) throws -> [Int64] {
        var selection = Selection("SELECT DISTINCT evidence AS id FROM _use")
        var column = "evidence"
        switch filter {
        case .all:
            selection = Selection("SELECT id FROM _evidence")
            column = "id"
        case .pipeline(let pipeline):
            selection = Selection("SELECT id FROM _evidence")
            selection.filter("pipeline = ?", pipeline.text)
            column = "id"
        case .trigger(let pipeline, let trigger):
            selection.filter("pipeline = ?", pipeline.text)
            selection.filter("trigger = ?", trigger.text)
        case .run(let run):
            selection.add("disposition = 'consumed'")
            selection.filter("object = ?", run.number)
        case .request(let request):
            selection.add("disposition = 'merged'")
            selection.filter("object = ?", request.number)
        }
        selection.filter("\(column) < ?", page.before?.number)
        return try selection.rows(in: database, orderedBy: "\(column) DESC", limit: page.limit) {
            try $0.integer("id")
        }
    }

    private static func recorded(_ id: Int64, in database: Database) throws -> RecordedEvidence? {
        let evidence = try database.row("SELECT * FROM _evidence WHERE id = ?", [id], as: Evidence.init)
        guard let evidence else { return nil }
        let uses = try database.rows(
            "SELECT * FROM _use WHERE evidence = ? ORDER BY operand", [id], as: EvidenceUse.init)
        return RecordedEvidence(evidence: evidence, uses: uses)
    }
}

extension Evidence {
    init(_ row: Row) throws {
        self.init(
            id: try row.identifier("id"), pipeline: PipelineName(try row.text("pipeline")),
            fact: try row.json("fact"), recordedAt: try row.instant("recorded_at"))
    }
}

extension EvidenceUse {
    init(_ row: Row) throws {
        let disposition = DispositionColumns(
            word: try row.text("disposition"), object: try row.optionalInteger("object"),
            reason: try row.optionalText("reason"))
        self.init(
            evidence: try row.identifier("evidence"), pipeline: PipelineName(try row.text("pipeline")),
            trigger: try row.optionalText("trigger").map(TriggerName.init), operand: try row.text("operand"),
            disposition: try disposition.disposition())
    }
}
