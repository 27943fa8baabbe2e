import MLOpsCore
import MLOpsStore

/// The files of small datasets as the record will have them once what is decided is committed.
struct UncommittedRecord: InputRecord {
    /// Below this many bytes to hash, a manifest is frozen in a few milliseconds.
    static let maximumBytes: Int64 = 1 << 20

    private let base: any InputRecord
    private var listings: [DatasetName: FileListing] = [:]

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
            guard var listing = try base.listing(of: run.pipeline, name) else { return nil }
            for record in pending[name] ?? [] { listing.put(record) }
            bytes += listing.unhashedBytes
            guard listing.files.count <= FileListing.maximumFiles, bytes <= Self.maximumBytes else { return nil }
            // A server that does not answer must not hold up whoever waits for the decision.
            guard listing.lies(on: devices) else { return nil }
            guard !listing.files.isEmpty || !run.reads(name) else { return nil }
            listings[name] = listing
        }
    }

    func listing(of pipeline: PipelineName, _ dataset: DatasetName) -> FileListing? { listings[dataset] }

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) -> [KnownFile] {
        listings[dataset]?.files(after: path, limit: limit) ?? []
    }

    /// Does nothing: the record is being written, and waits for this list.
    func rememberDigests(of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName) {}

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

extension FileListing {
    /// How much there is to hash.
    fileprivate var unhashedBytes: Int64 {
        files.indices.reduce(0) { $0 + (files[$1].record.digest == nil ? files[$1].record.fingerprint.size : 0) }
    }

    fileprivate func lies(on devices: Set<UInt64>) -> Bool {
        var known: UInt64?
        return files.indices.allSatisfy { index in
            let device = files[index].record.fingerprint.device
            if device == known { return true }
            known = device
            return devices.contains(device)
        }
    }
}
