import Dispatch
import MLOpsCore
import MLOpsLinux
import MLOpsStore
import Synchronization

/// Turns a run's cutoffs into the list of files that it reads, each with the hash of what it held, and lays the list
/// out for the steps.
///
/// Freezing the same run again gives the same result as long as the files are the same.
struct ManifestFreezer: Sendable {
    /// Below this many bytes to hash in a page, other threads cost more than they save.
    private static let parallelBytes: Int64 = 1 << 20
    /// Below this many files to look at, the same.
    private static let parallelFiles = 64

    /// Is to find out whether files whose content is known still are what the record says.
    typealias Check = @Sendable ([KnownFile], InputFiles) -> Void

    let record: any InputRecord
    /// The kernel's id of this boot.
    let boot: String
    /// Takes the files, while the list goes on with what the record says of those whose content is known; nil: they are
    /// looked at before they are listed.
    var check: Check?

    /// - Throws: `inputChanged` when a file is not what became ready, `system` when the record or the disk fails.
    func freeze(
        _ run: Run, _ pipeline: PipelineDefinition, in directory: RunDirectory
    ) throws(RunError) -> ManifestSummary {
        do {
            try directory.prepare()
            var writer = try ManifestWriter(run, in: directory, boot: boot)
            try list(run, pipeline, into: &writer)
            return try writer.finish()
        } catch {
            throw RunError(error)
        }
    }

    /// Finds the run's files, and writes nothing.
    ///
    /// - Throws: as `freeze`.
    func list(_ run: Run, _ pipeline: PipelineDefinition) throws(RunError) -> SmallManifest {
        do {
            var manifest = SmallManifest()
            try list(run, pipeline, into: &manifest)
            return manifest
        } catch {
            throw RunError(error)
        }
    }

    /// Lays out what `list` found.
    func write(_ manifest: SmallManifest, of run: Run, in directory: RunDirectory) throws(RunError) {
        do throws(LinuxError) {
            var writer = try ManifestWriter(run, in: directory, boot: boot, digest: manifest.summary.digest)
            try manifest.replay(into: &writer)
            _ = try writer.finish()
        } catch {
            throw RunError(error)
        }
    }

    private func list(_ run: Run, _ pipeline: PipelineDefinition, into sink: inout some ManifestSink) throws {
        for dataset in pipeline.datasets.sorted(by: { $0.name < $1.name }) {
            try list(dataset, of: run, into: &sink)
        }
    }

    private func list(_ dataset: DatasetDefinition, of run: Run, into sink: inout some ManifestSink) throws {
        let cutoff = run.cutoffs.first { $0.dataset == dataset.name }?.sequence ?? 0
        guard cutoff > 0 else { return try sink.begin(dataset.name, root: dataset.path) }
        let files = try InputFiles(dataset)
        try sink.begin(dataset.name, root: files.root)
        var pages = ReadyFiles(record: record, pipeline: run.pipeline, dataset: dataset.name, cutoff: cutoff)
        var listed = 0, gone = 0
        while let page = try pages.next() {
            let findings = try findings(page, files, dataset.name, of: run.pipeline)
            for index in page.indices {
                switch findings?[index] ?? trust(page[index].record) ?? find(page[index].record, files) {
                case .same(let fingerprint, let digest):
                    listed += 1
                    try sink.add(FrozenFile(page[index], fingerprint, digest: digest))
                case .changed:
                    throw Self.changed(page[index].record.path, dataset)
                case .gone:
                    gone += 1
                    sink.exclude(page[index].record.path, because: "it is not there any more")
                case .unreadable(let reason):
                    sink.exclude(page[index].record.path, because: reason)
                }
            }
        }
        // An empty mount point must not look like data that somebody deleted.
        guard listed > 0 || gone == 0 else { throw Self.allGone(gone, files.root, dataset) }
    }

    /// What took long to hash is kept at once: the run may fail at the next file, and the one after it start over.
    private func remember(
        _ page: [KnownFile], _ findings: [InputFiles.Finding], _ dataset: DatasetName, of pipeline: PipelineName
    ) throws(StoreError) {
        guard Self.unknownBytes(page) > Self.parallelBytes else { return }
        let hashed = zip(page, findings).compactMap { file, finding -> FrozenFile? in
            guard case .same(let fingerprint, let digest) = finding, digest != file.record.digest else { return nil }
            return FrozenFile(file, fingerprint, digest: digest)
        }
        try record.rememberDigests(of: hashed, pipeline, dataset)
    }

    private static func changed(_ path: [UInt8], _ dataset: DatasetDefinition) -> RunError {
        RunError(
            .inputChanged,
            """
            cannot list dataset "\(dataset.name)": "\(UntrustedText.escape(path))" changed since it became ready; \
            it is looked at again
            """)
    }

    private static func allGone(_ count: Int, _ root: String, _ dataset: DatasetDefinition) -> RunError {
        RunError(
            .inputChanged,
            """
            cannot list dataset "\(dataset.name)": none of its \(count) files is in "\(UntrustedText.escape(root))" any \
            more; the next scan of the directory decides
            """)
    }

    /// Looks at a page of files; nil: they are trusted, and somebody else looks.
    private func findings(
        _ page: [KnownFile], _ files: InputFiles, _ dataset: DatasetName, of pipeline: PipelineName
    ) throws(StoreError) -> [InputFiles.Finding]? {
        if let check {
            check(page, files)
            return nil
        }
        let findings = findings(page, files)
        try remember(page, findings, dataset, of: pipeline)
        return findings
    }

    private func findings(_ page: [KnownFile], _ files: InputFiles) -> [InputFiles.Finding] {
        let isLong = Self.unknownBytes(page) > Self.parallelBytes
        guard isLong || page.count >= Self.parallelFiles else { return page.map { find($0.record, files) } }
        let pieces = isLong ? page.count : 2
        let findings = Mutex([[InputFiles.Finding]](repeating: [], count: pieces))
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            let part = page[piece * page.count / pieces..<(piece + 1) * page.count / pieces]
            let found = part.map { find($0.record, files) }
            findings.withLock { $0[piece] = found }
        }
        return findings.withLock { $0.flatMap(\.self) }
    }

    private func find(_ record: FileRecord, _ files: InputFiles) -> InputFiles.Finding {
        if let obstacle = PathObstacle.reason(record.path) { return .unreadable(obstacle) }
        return files.compare(record.path, record.fingerprint, digest: record.digest)
    }

    private func trust(_ record: FileRecord) -> InputFiles.Finding? {
        guard let digest = record.digest, PathObstacle.reason(record.path) == nil else { return nil }
        return .same(record.fingerprint, digest: digest)
    }

    private static func unknownBytes(_ page: [KnownFile]) -> Int64 {
        page.reduce(0) { $0 + ($1.record.digest == nil ? $1.record.fingerprint.size : 0) }
    }
}

extension FrozenFile {
    fileprivate init(_ file: KnownFile, _ fingerprint: FileRecord.Fingerprint, digest: String) {
        self.init(
            path: file.record.path, fingerprint: fingerprint, digest: digest, rows: file.record.rows,
            isNew: !file.isUsed)
    }
}
