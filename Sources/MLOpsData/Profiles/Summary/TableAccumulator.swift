/// What one worker has seen of a table.
struct TableAccumulator: Sendable {
    private(set) var rows = 0
    private(set) var columns: [ColumnAccumulator]
    // The column's number in the batch.
    private let places: [Int]
    private let firstRow: Int64
    private var candidates = SampledRows()
    private let keptLimit: Int

    /// - Parameters:
    ///   - firstRow: the number of the file's first row among those of all files.
    ///   - keptLimit: how many values may be kept.
    init(_ schema: TableSchema, firstRow: Int64, options: ProfileOptions, keptLimit: Int) {
        places = schema.columns.indices.filter { options.includes(schema.columns[$0].name) }
        let capacity = options.capacity(columns: places.count)
        columns = places.map {
            ColumnAccumulator(
                schema.columns[$0], sampleCapacity: capacity, estimatesDistinct: options.estimatesDistinct,
                keepsValues: keptLimit > 0)
        }
        self.firstRow = firstRow
        self.keptLimit = keptLimit
    }

    mutating func add(_ batch: ColumnBatch) {
        rows += batch.rowCount
        let level = columns.map { $0.numbers?.sample.level ?? $0.texts?.sampleLevel ?? 64 }.min() ?? 64
        candidates.set(firstRow: firstRow + batch.firstRow, count: batch.rowCount, minimumLevel: level)
        for (index, place) in places.enumerated() { columns[index].add(batch.columns[place], candidates) }
        guard keptLimit > 0, keptValues > keptLimit else { return }
        for index in columns.indices { columns[index].letGo() }
    }

    var keptValues: Int { columns.reduce(0) { $0 + $1.keptValues } }

    /// Takes what another worker has seen of the same file.
    mutating func merge(_ other: TableAccumulator) {
        rows += other.rows
        for index in columns.indices { columns[index].merge(other.columns[index]) }
    }
}
