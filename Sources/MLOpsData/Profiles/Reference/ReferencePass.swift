import MLOpsStatistics
import Synchronization

/// Fits the cells of a reference to the summary of its files, and counts the files on them.
struct ReferencePass {
    private let files: [DataFile]
    private let options: ProfileOptions
    private let summary: TableSummary
    private let leftovers: Leftovers

    /// - Parameter leftovers: One for each column of the summary.
    init(
        _ files: [DataFile], _ options: ProfileOptions, _ summary: TableSummary, _ leftovers: [ColumnLeftovers]
    ) {
        self.files = files
        self.options = options
        self.summary = summary
        self.leftovers = Leftovers(leftovers)
    }

    /// What is kept of each column, until it is taken: whoever counts it frees it too, beside the others.
    private final class Leftovers: Sendable {
        private let columns: Mutex<[ColumnLeftovers?]>

        init(_ columns: [ColumnLeftovers]) { self.columns = Mutex(columns) }

        func take(_ index: Int) -> ColumnLeftovers? { columns.withLock { $0[index].take() } }
    }

    func run(eachFile: ((Int, TableWindow, TableReference) -> Void)?) throws(TableFault) -> TableReference {
        guard let eachFile else { return try counted() }
        let cells = reference(summary.columns.map(\.cells))
        let window = try WindowPass(files, options, cells, knownTypes: summary.reports.map(\.schema))
            .run { eachFile($0, $1, cells) }
        return reference(window.profile.columns)
    }

    private func reference(_ profiles: [ColumnProfile]) -> TableReference {
        TableReference(
            profile: ReferenceProfile(
                columns: zip(summary.columns, profiles).map { .init(name: $0.name, profile: $1) }),
            columns: summary.columns.map(schema))
    }

    // Only columns of which nothing has kept all values are read again.
    private func counted() throws(TableFault) -> TableReference {
        var profiles = kept()
        let open = summary.columns.indices.filter { profiles[$0] == nil }
        let cells = TableReference(
            profile: ReferenceProfile(
                columns: open.map { .init(name: summary.columns[$0].name, profile: summary.columns[$0].cells) }),
            columns: open.map { schema(summary.columns[$0]) })
        if !open.isEmpty {
            var options = options
            options.read.wanted = Set(cells.columns.map(\.name))
            let window = try WindowPass(files, options, cells, knownTypes: summary.reports.map(\.schema)).run()
            for (index, profile) in zip(open, window.profile.columns) { profiles[index] = profile }
        }
        return reference(zip(summary.columns, profiles).map { $1 ?? $0.cells })
    }

    private func kept() -> [ColumnProfile?] {
        let columns = summary.columns
        let profiles = Mutex([ColumnProfile?](repeating: nil, count: columns.count))
        let next = Atomic(0)
        WorkerThreads.run(options.workers) { _ in
            while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < columns.count {
                let profile = columns[index].exactProfile ?? leftovers.take(index).flatMap(columns[index].profile(of:))
                profiles.withLock { $0[index] = profile }
            }
        }
        return profiles.withLock { $0 }
    }

    // As the first file reads it that has values of the column's family, but for the type, which holds those of all files.
    private func schema(_ column: TableSummary.Column) -> ColumnSchema {
        let found = summary.reports.lazy.compactMap { report in
            report.schema.columns.first { $0.name == column.name && ColumnFamily($0.type) == column.family }
        }.first
        var schema = found ?? ColumnSchema(name: column.name, type: column.type)
        schema.type = column.type
        return schema
    }
}
