import Synchronization

/// A Parquet file whose footer was read.
struct ParquetTable: Sendable {
    /// Rows that one worker reads in one go; a row group is cut into so few pieces because the pages at the cuts are
    /// unpacked twice.
    private struct Slice: Sendable {
        var group: Int
        var rows: Range<Int>
        var firstRow: Int64
    }

    private static let slicesOfGroup = 4
    private static let minimumSliceRows = 1 << 17
    /// Of one batch, as far as its row group's sizes tell.
    private static let maximumTextBytes = 4_194_304.0

    let schema: TableSchema
    private let storage: any ByteStorage
    private let leaves: [ParquetLeaf]
    private let groups: [ParquetRowGroup]
    private let slices: [Slice]
    private let limits: DataLimits
    /// Of the leaves that anyone looks at.
    private let wanted: [Int]

    init(_ file: DataFile, compression: Compression, options: ReadOptions) throws(DataError) {
        guard compression == .none else {
            throw DataError(.unsupported("a Parquet file that is packed as a whole; its pages can be"))
        }
        storage = file.storage
        limits = options.limits
        let metadata = try ParquetMetadata(file.storage, limits: options.limits)
        guard !metadata.isEncrypted else { throw DataError(.unsupported("encryption")) }
        let schema = try ParquetSchema(metadata.schema, limits: options.limits)
        leaves = schema.leaves
        self.schema = schema.table
        wanted = zip(leaves.indices, self.schema.columns).filter { options.isWanted($1.name) }.map(\.0)
        groups = metadata.rowGroups
        guard metadata.rowCount <= limits.rows else { throw DataError(.limit(.rows, limits.rows)) }
        slices = try Self.slices(metadata, leafCount: schema.leafCount, file.byteCount)
    }

    private static func slices(
        _ metadata: ParquetMetadata, leafCount: Int, _ byteCount: Int64
    ) throws(DataError) -> [Slice] {
        // Runs of one value cost a few bytes whatever their length; what is above this is no table.
        let limit = byteCount * 131_072 + 1_048_576
        var slices: [Slice] = []
        var firstRow: Int64 = 0
        for (index, group) in metadata.rowGroups.enumerated() {
            guard group.rowCount >= 0, group.rowCount <= limit - firstRow else {
                throw DataError(.malformed("it says that it has \(group.rowCount) rows, which cannot be"))
            }
            guard group.columns.count == leafCount else {
                throw DataError(.malformed("row group \(index) has \(group.columns.count) columns, not \(leafCount)"))
            }
            let share = Int(group.rowCount) / slicesOfGroup / ColumnBatch.maximumRows * ColumnBatch.maximumRows
            for start in stride(from: 0, to: Int(group.rowCount), by: max(minimumSliceRows, share)) {
                let end = min(Int(group.rowCount), start + max(minimumSliceRows, share))
                slices.append(Slice(group: index, rows: start..<end, firstRow: firstRow + Int64(start)))
            }
            firstRow += group.rowCount
        }
        guard firstRow == metadata.rowCount else {
            throw DataError(
                .malformed("its row groups have \(firstRow) rows together, its footer \(metadata.rowCount)"))
        }
        return slices
    }

    var report: ReadReport { ReadReport(format: .parquet, compression: .none, schema: schema) }

    func read<State: Sendable>(
        workers: Int, initial: @escaping @Sendable (TableSchema) -> State,
        _ body: @escaping @Sendable (inout State, ColumnBatch) -> Void
    ) throws(DataError) -> TableReading<State> {
        let next = Atomic(0)
        let outcomes = Mutex<[Int: Result<(State, ReadReport), DataError>]>([:])
        WorkerThreads.run(workers) { index in
            let outcome: Result<(State, ReadReport), DataError>
            do throws(DataError) {
                outcome = .success(try work(next, initial(schema), body))
            } catch {
                next.store(slices.count, ordering: .relaxed)
                outcome = .failure(error)
            }
            outcomes.withLock { $0[index] = outcome }
        }
        var reading = TableReading<State>(states: [], report: report)
        let results = outcomes.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
        for result in results {
            let (state, found) = try result.get()
            reading.states.append(state)
            reading.report.merge(found)
        }
        return reading
    }

    private func work<State>(
        _ next: borrowing Atomic<Int>, _ initial: State, _ body: (inout State, ColumnBatch) -> Void
    ) throws(DataError) -> (State, ReadReport) {
        var state = initial
        var report = report
        var batch = ColumnBatch(schema: schema)
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < slices.count else { return (state, report) }
            try read(slices[index], &batch, &report) { body(&state, $0) }
        }
    }

    /// Long texts make batches of fewer rows.
    private func batchRows(_ group: ParquetRowGroup) -> Int {
        let texts = leaves.filter { $0.schema.type.hasText }
        let bytes = texts.reduce(0.0) { $0 + Double(max(0, group.columns[$1.index].unpackedBytes)) }
        let rows = Self.maximumTextBytes / max(1, bytes / Double(max(1, group.rowCount)))
        return max(1, min(ColumnBatch.maximumRows(columns: leaves.count), Int(rows)))
    }

    private func read(
        _ slice: Slice, _ batch: inout ColumnBatch, _ report: inout ReadReport, _ deliver: (ColumnBatch) -> Void
    ) throws(DataError) {
        let group = groups[slice.group]
        var readers: [ParquetColumnReader] = []
        for leaf in wanted.map({ leaves[$0] }) {
            var reader = try ParquetColumnReader(
                group.columns[leaf.index], leaf, storage, rows: Int(group.rowCount), limits: limits)
            try reader.skip(slice.rows.lowerBound)
            readers.append(reader)
        }
        var row = 0
        let maximum = batchRows(group)
        while row < slice.rows.count {
            let count = min(maximum, slice.rows.count - row)
            let firstRow = slice.firstRow + Int64(row)
            batch.reset(firstRow: firstRow, rowCount: count)
            for (reader, index) in wanted.enumerated() {
                try readers[reader].read(count, into: &batch.columns[index], at: 0) { row in
                    report.invalid[index].add(row: firstRow + Int64(row), text: [UInt8]())
                }
            }
            report.rows += Int64(count)
            row += count
            deliver(batch)
        }
    }
}
