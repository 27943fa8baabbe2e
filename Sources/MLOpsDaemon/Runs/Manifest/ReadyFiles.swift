import MLOpsCore

/// The files of a dataset that a run may read, in bytewise order of their paths, a page at a time: no transaction of the
/// record stays open while a page is hashed.
struct ReadyFiles {
    static let pageFiles = 512

    let record: any InputRecord
    let pipeline: PipelineName
    let dataset: DatasetName
    /// Files that became ready later are left out.
    let cutoff: Int64
    private var lastPath: [UInt8] = []
    private var isAtEnd = false

    init(record: any InputRecord, pipeline: PipelineName, dataset: DatasetName, cutoff: Int64) {
        self.record = record
        self.pipeline = pipeline
        self.dataset = dataset
        self.cutoff = cutoff
    }

    /// Returns the next page, which may be empty; nil at the end.
    mutating func next() throws(StoreError) -> [KnownFile]? {
        guard !isAtEnd else { return nil }
        let page = try record.files(of: pipeline, dataset, after: lastPath, limit: Self.pageFiles)
        isAtEnd = page.count < Self.pageFiles
        lastPath = page.last?.record.path ?? []
        // Nearly always all of them, and a copy of each would cost more than the look.
        return page.indices.allSatisfy { isReadable(page[$0].record) } ? page : page.filter { isReadable($0.record) }
    }

    private func isReadable(_ record: FileRecord) -> Bool {
        (record.state == .ready || record.state == .revised) && (1...cutoff).contains(record.sequence)
    }
}
