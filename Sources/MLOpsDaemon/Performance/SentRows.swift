import FoundationEssentials
import MLOpsControl
import MLOpsCore
import MLOpsData
import MLOpsStore

/// Rows that a client sent, read by the same rules as those of files.
struct SentRows {
    let role: SourceFile.Role
    let predictions: PredictionsDefinition
    /// In microseconds since 1970.
    let now: Int64

    func batch(
        _ body: RowsBody, _ secret: (high: UInt64, low: UInt64), champion: @escaping (Int64) -> String
    ) throws -> (batch: IngestBatch, rejections: [String]) {
        guard !body.rows.isEmpty else { return (IngestBatch(), []) }
        let encoder = JSONEncoder()
        var text: [UInt8] = []
        for row in body.rows {
            text += try encoder.encode(row)
            text.append(UInt8(ascii: "\n"))
        }
        let job = predictions.job(role, secret, maximumBytes: text.count + 1)
        let (answer, words) = RowReading(
            DataFile(bytes: text), job, format: .jsonl, isFinished: true, isAtRest: true
        ).run()
        if let failure = answer.failure { throw APIFailure.malformed("cannot use the rows: \(failure)") }
        let rows = PackedRows(
            read: ReadRows(answer: answer, words: words), columns: job.columns,
            classes: predictions.scores.map(\.name), now: now, champion: champion)
        return (rows.batch(role), answer.examples.map { "row \($0.row): \($0.reason)" })
    }
}
