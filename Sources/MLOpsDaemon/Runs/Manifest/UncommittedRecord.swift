import MLOpsCore
import MLOpsStore

/// The files of small datasets as the record will have them once what is decided is committed.
struct UncommittedRecord: InputRecord {
    /// More than this is read page by page, after the commit.
    static let maximumFiles = 256
    /// Below this many bytes to hash, a manifest is frozen in a few milliseconds.
    static let maximumBytes: Int64 = 1 << 20

    private let base: any InputRecord
    /// By rising path, all there are.
    private var files: [DatasetName: [KnownFile]] = [:]

    /// Returns nil when a dataset is not small, when it can not be told yet which of its files are new, or when a look at
    /// them could take long.
    ///
    /// - Parameters:
    ///   - mutations: what is decided and not committed, in order.
    ///   - devices: those whose files are known to lie on this machine.
    init?(
        of run: Run, _ datasets: [DatasetDefinition], in base: any InputRecord, after mutations: [Mutation],
        on devices: Set<UInt64>
    ) throws(StoreError) {
        self.base = base
        var pending: [DatasetName: [FileRecord]] = [:]
        for mutation in mutations {
            switch mutation {
            case .putFiles(run.pipeline, let dataset, let records): pending[dataset, default: []] += records
            case .useFiles(run.pipeline, _, _): return nil
            default: break
            }
        }
        var bytes: Int64 = 0
        for dataset in datasets {
            let name = dataset.name
            let known = try base.files(of: run.pipeline, name, after: [], limit: Self.maximumFiles + 1)
            let files = Self.merge(known, pending[name] ?? [])
            bytes += files.reduce(0) { $0 + ($1.record.digest == nil ? $1.record.fingerprint.size : 0) }
            guard files.count <= Self.maximumFiles, bytes <= Self.maximumBytes else { return nil }
            // A server that does not answer must not hold up whoever waits for the decision.
            guard files.allSatisfy({ devices.contains($0.record.fingerprint.device) }) else { return nil }
            guard !files.isEmpty || !run.reads(name) else { return nil }
            self.files[name] = files
        }
    }

    private static func merge(_ known: [KnownFile], _ pending: [FileRecord]) -> [KnownFile] {
        guard !pending.isEmpty else { return known }
        var newest: [[UInt8]: FileRecord] = [:]
        for record in pending { newest[record.path] = record }
        let files =
            known.filter { newest[$0.record.path] == nil }
            + newest.values.map {
                KnownFile(record: $0, isUsed: false)
            }
        return files.sorted { $0.record.path.lexicographicallyPrecedes($1.record.path) }
    }

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) -> [KnownFile] {
        Array((files[dataset] ?? []).drop { !path.lexicographicallyPrecedes($0.record.path) }.prefix(limit))
    }

    func rememberDigests(
        of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError) { try base.rememberDigests(of: files, pipeline, dataset) }

    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) {
        try base.beginManifest(run, of: pipeline)
    }

    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]) throws(StoreError) {
        try base.addToManifest(run, dataset, files)
    }

    func endManifest(_ run: RunID) throws(StoreError) { try base.endManifest(run) }
}

extension Run {
    /// Whether files of the dataset ever became ready, so that its directory is looked at.
    fileprivate func reads(_ dataset: DatasetName) -> Bool {
        cutoffs.contains { $0.dataset == dataset && $0.sequence > 0 }
    }
}
