import FoundationEssentials
import GRDB
import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    mutating func put(
        _ judgement: WindowJudgement, _ evidence: EvidenceID, _ pipeline: PipelineName, at instant: Instant
    ) throws {
        saw(instant)
        let window = judgement.window
        try run(
            "INSERT INTO _window VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            evidence.number, pipeline.text, judgement.operand, window.dataset.text, window.reference.description,
            window.state.rawValue, window.isAlarm, window.strength, try RecordCoding.encode(window),
            judgement.figures, instant.microseconds)
        try run(
            "INSERT OR REPLACE INTO _monitor VALUES (?, ?, ?, ?, ?)",
            pipeline.text, judgement.operand, window.reference.description, window.lastSequence,
            Data(judgement.memory))
    }
}
