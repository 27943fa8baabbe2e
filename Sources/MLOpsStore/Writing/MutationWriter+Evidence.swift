import GRDB
import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    mutating func add(_ evidence: Evidence) throws {
        saw(evidence.recordedAt)
        try run(
            "INSERT INTO _evidence VALUES (?, ?, ?, ?, ?)",
            evidence.id.number, evidence.pipeline.text, evidence.fact.word, try RecordCoding.encode(evidence.fact),
            evidence.recordedAt.microseconds)
    }

    func add(_ use: EvidenceUse) throws {
        let row = DispositionColumns(use.disposition)
        try run(
            """
            INSERT INTO _use (evidence, operand, pipeline, trigger, disposition, object, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            use.evidence.number, use.operand, use.pipeline.text, use.trigger?.text, row.word, row.object, row.reason)
    }

    func settleLatched(
        _ pipeline: PipelineName, _ operand: String, from first: EvidenceID, through last: EvidenceID,
        _ disposition: Disposition
    ) throws {
        let row = DispositionColumns(disposition)
        try run(
            """
            UPDATE _use SET disposition = ?, object = ?, reason = ?
            WHERE pipeline = ? AND operand = ? AND evidence BETWEEN ? AND ? AND disposition = 'latched'
            """,
            row.word, row.object, row.reason, pipeline.text, operand, first.number, last.number)
    }

    func settleMerged(_ request: RequestID, _ disposition: Disposition) throws {
        let row = DispositionColumns(disposition)
        try run(
            "UPDATE _use SET disposition = ?, object = ?, reason = ? WHERE disposition = 'merged' AND object = ?",
            row.word, row.object, row.reason, request.number)
    }
}

extension Evidence.Fact {
    /// The kind of the fact, as views and filters name it.
    var word: String {
        switch self {
        case .slot: "slot"
        case .slotsMissed: "slotsMissed"
        case .batch: "batch"
        case .modelAged: "modelAged"
        case .pipelineChanged: "pipelineChanged"
        case .requested: "requested"
        case .windowJudged: "windowJudged"
        case .performanceJudged: "performanceJudged"
        }
    }
}
