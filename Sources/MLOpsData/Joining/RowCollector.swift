/// Makes rows of batches of columns.
struct RowCollector: Sendable {
    private struct Places {
        var id: Int?
        var time, version, prediction, score, label, labelTime: Int?
        var scores: [Int?]
        var segments: [Int?]
    }

    private let job: RowJob
    private let schema: TableSchema
    private let hash: KeyedHash
    /// Rows before it are left out, and so are those that are too many.
    private let firstRow: Int64
    /// The row that may not be whole: when it can not be used it does not count.
    private let rest: Int64?
    private(set) var answer = RowAnswer()
    private(set) var words: [UInt64] = []
    /// How many rows were seen, those that are left out too.
    private(set) var rows: Int64 = 0
    private var versions = WordList(isLimited: false)
    private var classes = WordList(isLimited: false)
    private var segments: [WordList]

    init(_ job: RowJob, schema: TableSchema, firstRow: Int64, rest: Int64? = nil) {
        self.job = job
        self.schema = schema
        self.firstRow = firstRow
        self.rest = rest
        hash = KeyedHash(high: job.secretHigh, low: job.secretLow)
        segments = job.columns.segments.map { _ in WordList(isLimited: true) }
    }

    /// Why no row of the file can be used; nil: it has all columns that rows need.
    var failure: String? {
        var needed = [job.columns.id]
        needed += [job.columns.time].compactMap(\.self)
        if job.columns.time == nil {
            needed += [job.columns.label].compactMap(\.self)
        } else if job.columns.score == nil, job.columns.scores.isEmpty {
            needed += [job.columns.prediction].compactMap(\.self)
        }
        guard let missing = needed.first(where: { schema.index(of: $0) == nil }) else { return nil }
        let names = schema.columns.prefix(12).map(\.name).joined(separator: ", ")
        return "it has no column \"\(missing)\"; its columns are \(names)"
    }

    mutating func add(_ batch: ColumnBatch) {
        let places = places
        for row in 0..<batch.rowCount {
            rows += 1
            guard batch.firstRow + Int64(row) >= firstRow, answer.count < job.maximumRows else { continue }
            add(row, of: batch, places)
        }
    }

    /// The answer with all lists.
    func finish() -> RowAnswer {
        var answer = answer
        answer.versions = versions.words
        answer.classes = classes.words
        answer.segments = segments.map(\.words)
        return answer
    }

    private var places: Places {
        func place(_ name: String?) -> Int? { name.flatMap(schema.index) }
        let columns = job.columns
        return Places(
            id: place(columns.id), time: place(columns.time), version: place(columns.version),
            prediction: place(columns.prediction), score: place(columns.score), label: place(columns.label),
            labelTime: place(columns.labelTime), scores: columns.scores.map(place),
            segments: columns.segments.map(place))
    }

    private mutating func add(_ row: Int, of batch: ColumnBatch, _ places: Places) {
        func cell(_ place: Int?) -> JoinCell? {
            guard let place else { return nil }
            let cell = JoinCell(batch.columns, place: place, row: row)
            return cell.isNull ? nil : cell
        }
        guard let id = cell(places.id) else { return reject(row, batch, "it has no \"\(job.columns.id)\"") }
        let label = cell(places.label)
        let value = label.flatMap { self.value($0) }
        if label != nil, value == nil { return reject(row, batch, "its label is no value of \(job.task.rawValue)") }
        var at = Int64.min
        var prediction = Double.nan
        var score = Double.nan
        if job.columns.time != nil {
            guard let moment = cell(places.time)?.moment else { return reject(row, batch, "its time is none") }
            at = moment
            if let cell = cell(places.prediction) {
                guard let value = self.value(cell) else {
                    return reject(row, batch, "its prediction is no value of \(job.task.rawValue)")
                }
                prediction = value
            }
            if let cell = cell(places.score) {
                guard let value = cell.number, (0...1).contains(value) else {
                    return reject(row, batch, "its score is no probability")
                }
                score = value
            }
        } else if value == nil {
            // A label that is not known yet.
            return
        }
        let scores = places.scores.map { cell($0)?.number ?? .nan }
        guard at == .min || !prediction.isNaN || !score.isNaN || scores.contains(where: { !$0.isNaN }) else {
            return reject(row, batch, "it predicts nothing")
        }
        let key = id.withText { hash.hash($0) }
        let version = cell(places.version).map { versions.place(of: $0.text) } ?? -1
        let labelAt = cell(places.labelTime)?.moment ?? .min
        words.append(key.first)
        words.append(key.last)
        words.append(UInt64(bitPattern: at))
        words.append(UInt64(bitPattern: Int64(version)))
        words.append(prediction.bitPattern)
        words.append(score.bitPattern)
        words.append((value ?? .nan).bitPattern)
        words.append(UInt64(bitPattern: labelAt))
        for score in scores { words.append(score.bitPattern) }
        for index in segments.indices {
            let place = cell(places.segments[index]).map { segments[index].place(of: $0.text) } ?? -1
            words.append(UInt64(bitPattern: Int64(place)))
        }
        answer.count += 1
    }

    private mutating func value(_ cell: JoinCell) -> Double? {
        switch job.task {
        case .binary: cell.truth
        case .multiclass: Double(classes.place(of: cell.text))
        case .regression: cell.number
        }
    }

    private mutating func reject(_ row: Int, _ batch: ColumnBatch, _ reason: String) {
        guard batch.firstRow + Int64(row) != rest else { return }
        answer.rejected += 1
        guard answer.examples.count < 3 else { return }
        answer.examples.append(.init(row: batch.firstRow + Int64(row), reason: reason))
    }
}
