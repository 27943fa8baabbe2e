import MLOpsData
import MLOpsStore

/// Turns rows as they were read into a batch for the join.
struct PackedRows {
    let read: ReadRows
    let columns: RowJob.Columns
    /// Of the columns of scores the classes; empty unless the task is multiclass.
    var classes: [String] = []
    /// When they were read, in microseconds since 1970.
    let now: Int64
    /// The version that was in production at a time.
    let champion: (Int64) -> String

    private static let none = Int64.min

    func batch(_ role: SourceFile.Role) -> IngestBatch {
        var batch = IngestBatch()
        batch.versions = read.answer.versions
        batch.classes = read.answer.classes
        batch.segments = read.answer.segments
        batch.rejected = read.answer.rejected
        let width = PackedRow.words(scores: columns.scores.count, segments: columns.segments.count)
        var champions: [String: Int32] = [:]
        if role == .predictions { batch.predictions.reserveCapacity(read.answer.count) }
        if role == .labels { batch.labels.reserveCapacity(read.answer.count) }
        for start in stride(from: 0, to: read.words.count, by: width) {
            if role == .predictions { batch.predictions.append(prediction(start, &batch, &champions)) }
            if let label = label(start) { batch.labels.append(label) }
        }
        return batch
    }

    private func prediction(
        _ start: Int, _ batch: inout IngestBatch, _ champions: inout [String: Int32]
    ) -> PredictionRow {
        let at = integer(start + 2)
        var version = place(integer(start + 3), among: batch.versions.count)
        if version < 0 {
            let name = champion(at)
            if let known = champions[name] {
                version = known
            } else {
                version = Int32(clamping: batch.versions.count)
                batch.versions.append(name)
                champions[name] = version
            }
        }
        let scores = start + PackedRow.fixedWords
        let segments = scores + columns.scores.count
        let ofClasses = columns.scores.indices.map { number(scores + $0) }
        return PredictionRow(
            key: key(start), at: at, version: version, prediction: prediction(number(start + 4), ofClasses, &batch),
            score: number(start + 5), scores: ofClasses,
            segments: columns.segments.indices.map { Int32(clamping: integer(segments + $0)) })
    }

    /// What was said, or the class that has the largest score: of equal ones the first, and none unless all have one.
    private func prediction(_ said: Double, _ scores: [Double], _ batch: inout IngestBatch) -> Double {
        guard said.isNaN, scores.count == classes.count, !scores.contains(where: \.isNaN),
            let best = scores.indices.max(by: { scores[$0] < scores[$1] || scores[$0] == scores[$1] && $0 > $1 })
        else { return said }
        if let known = batch.classes.firstIndex(of: classes[best]) { return Double(known) }
        batch.classes.append(classes[best])
        return Double(batch.classes.count - 1)
    }

    private func label(_ start: Int) -> LabelRow? {
        let value = number(start + 6)
        guard !value.isNaN else { return nil }
        let at = integer(start + 7)
        return LabelRow(key: key(start), value: value, at: at == Self.none ? now : at)
    }

    private func key(_ start: Int) -> JoinKey { JoinKey(high: integer(start), low: integer(start + 1)) }
    private func integer(_ index: Int) -> Int64 { Int64(bitPattern: read.words[index]) }
    private func number(_ index: Int) -> Double { Double(bitPattern: read.words[index]) }

    private func place(_ place: Int64, among count: Int) -> Int32 {
        (0..<Int64(count)).contains(place) ? Int32(clamping: place) : -1
    }
}
