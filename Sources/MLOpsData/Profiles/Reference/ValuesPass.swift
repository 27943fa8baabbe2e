import MLOpsStatistics
import Synchronization

/// Reads the finite values of ordered columns, all of them, for statistics that cells are too coarse for.
struct ValuesPass {
    private let files: [DataFile]
    private let options: ProfileOptions
    private let reference: TableReference

    init(_ files: [DataFile], _ options: ProfileOptions, _ reference: TableReference) {
        self.files = files
        self.options = options
        self.reference = reference
    }

    func run() throws(TableFault) -> [[Double]] {
        var whole = Collector(reference, in: nil)
        for file in files {
            let head = try file.reader(options.read, columns: nil).schema
            let reader = try file.reader(options.read, columns: reference.columns.compactMap { $0.asRead(in: head) })
            let reference = reference
            var reading = try file.read(
                reader, workers: options.workers, initial: { Collector(reference, in: $0) }, { $0.add($1) })
            while !reading.states.isEmpty { whole.merge(reading.states.removeFirst()) }
        }
        return sorted(whole.values)
    }

    private func sorted(_ values: [[Double]]) -> [[Double]] {
        let finished = Mutex(values)
        let next = Atomic(0)
        WorkerThreads.run(options.workers) { _ in
            while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < values.count {
                let column = values[index].sortedAscending()
                finished.withLock { $0[index] = column }
            }
        }
        return finished.withLock { $0 }
    }

    private struct Collector: Sendable {
        var values: [[Double]]
        private let places: [Int?]

        init(_ reference: TableReference, in schema: TableSchema?) {
            values = Array(repeating: [], count: reference.columns.count)
            places = reference.columns.map { column in
                guard ColumnFamily(column.type).isOrdered else { return nil }
                return schema?.columns.firstIndex {
                    $0.name == column.name && ColumnFamily($0.type) == ColumnFamily(column.type)
                }
            }
        }

        mutating func add(_ batch: ColumnBatch) {
            for (index, place) in places.enumerated() {
                guard let place else { continue }
                batch.columns[place].withNumbers { numbers, states in
                    for row in 0..<numbers.count where numbers[row].magnitude < .infinity {
                        // −0 is 0.
                        if (states?[row] ?? 0) == CellState.value.rawValue { values[index].append(numbers[row] + 0) }
                    }
                }
            }
        }

        mutating func merge(_ other: Collector) {
            for index in values.indices { values[index] += other.values[index] }
        }
    }
}
