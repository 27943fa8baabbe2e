import Synchronization

/// One reading of a text from its beginning to its end by several workers.
struct TextPass<Table: TextTable, State: Sendable>: Sendable {
    struct Outcome: Sendable {
        var state: State
        var report: ReadReport
        var findings: Table.Parser.Findings
        var isInVain: Bool
    }

    let table: Table
    let file: DataFile
    let options: ReadOptions
    let initial: @Sendable (TableSchema) -> State
    let body: @Sendable (inout State, ColumnBatch) -> Void

    /// One outcome for each worker, in their order.
    func run(workers: Int) throws(DataError) -> [Outcome] {
        let queue = ChunkQueue(
            try TextChunks(file, scanner: table.scanner(), startingAt: table.dataStart, options: options))
        let outcomes = Mutex<[Int: Result<Outcome, DataError>]>([:])
        WorkerThreads.run(workers) { index in
            let outcome: Result<Outcome, DataError>
            do throws(DataError) {
                outcome = .success(try work(queue))
            } catch {
                queue.stop()
                outcome = .failure(error)
            }
            outcomes.withLock { $0[index] = outcome }
        }
        var finished: [Outcome] = []
        let results = outcomes.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
        for result in results { finished.append(try result.get()) }
        return finished
    }

    private func work(_ queue: ChunkQueue) throws(DataError) -> Outcome {
        let chunk = TextChunk()
        var parser = table.parser()
        var state = initial(table.schema)
        while try queue.next(chunk) {
            let isInVain = parser.isInVain || queue.isInVain
            try parser.parse(chunk) { batch in
                if !isInVain { body(&state, batch) }
            }
            if parser.isInVain { queue.giveUp() }
        }
        return Outcome(state: state, report: parser.report, findings: parser.findings, isInVain: parser.isInVain)
    }
}
