/// How files are profiled; no figure depends on the number of workers.
package struct ProfileOptions: Sendable {
    package var read: ReadOptions
    /// Threads.
    package var workers: Int
    /// Names of the columns that are looked at; nil: all.
    package var columns: [String]?
    /// Names of columns that are not.
    package var excluded: [String]
    /// The column with the time of an event, whose span a window tells; nil: there is none.
    package var timeColumn: String?
    /// At most so many rows of a column are kept for quantiles, in all columns together ``sampledValues``.
    package var sampleCapacity: Int
    package var sampledValues: Int
    /// At most so many numbers, of eight bytes, are kept from the first reading of a reference, so that it need not be
    /// read a second time; when there are more, none are.
    package var keptValues: Int
    /// Whether distinct numbers are estimated when they are too many to count; else only that there are many is known,
    /// and ``TableSummary/Column/distinctError`` is infinite.
    package var estimatesDistinct = true

    package init(
        read: ReadOptions = ReadOptions(), workers: Int = 2, columns: [String]? = nil, excluded: [String] = [],
        timeColumn: String? = nil,
        sampleCapacity: Int = 1 << 15, sampledValues: Int = 1 << 20, keptValues: Int = 0
    ) {
        self.read = read
        self.workers = max(1, workers)
        self.columns = columns
        self.excluded = excluded
        self.timeColumn = timeColumn
        self.sampleCapacity = max(64, sampleCapacity)
        self.sampledValues = max(64, sampledValues)
        self.keptValues = max(0, keptValues)
    }

    /// The rows that are kept of each of so many columns.
    func capacity(columns: Int) -> Int {
        max(64, min(sampleCapacity, sampledValues / max(1, columns)))
    }

    func includes(_ name: String) -> Bool { (columns?.contains(name) ?? true) && !excluded.contains(name) }
}
