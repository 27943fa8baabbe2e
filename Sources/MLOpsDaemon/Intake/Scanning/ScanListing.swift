import Dispatch
import MLOpsCore
import MLOpsLinux

/// What a scan has met so far, and the part of it that is not compared with the index yet.
struct ScanListing {
    private let job: ScanJob
    private let directory: SafeDirectory
    private let filter: NameFilter
    private let permits = ScanJob.makePermits()
    private var met: [ScannedFile] = []
    private var lastSuccess: (directory: [UInt8], fingerprint: FileRecord.Fingerprint?)?
    private(set) var summary = ScanSummary()
    /// Files that the index knows and does not hold for vanished.
    private(set) var knownFiles: Int64 = 0
    /// The file systems that these were on when they became known.
    private var metDevices: Set<UInt64> = []
    /// Files that are not there and not gone.
    private(set) var doubtfulFiles = 0
    private(set) var failure: StoreError?

    init(_ job: ScanJob, _ directory: SafeDirectory) {
        self.job = job
        self.directory = directory
        filter = NameFilter(job.setup.definition)
    }

    mutating func visit(markersOnly: Bool) throws(LinuxError) {
        let start = try job.part.map { part throws(LinuxError) in try directory.directory(part) } ?? directory
        let isRecursive = job.part == nil && job.setup.definition.recursive
        // The scan calls both closures in turn, but the compiler cannot know that they do not overlap.
        var failures: [LinuxError] = []
        try start.scan(recursive: isRecursive) { error in
            if failures.count < 1000 { failures.append(error) }
        } visit: { entry in
            guard take(entry, markersOnly: markersOnly) else { return .stop }
            return entry.status.kind == .directory && !filter.enters(entry.path.bytes) ? .skip : .proceed
        }
        if !markersOnly {
            summary.failures += failures.count
            summary.firstFailure = summary.firstFailure ?? failures.first?.description
        }
        compare()
    }

    /// Returns whether to go on.
    private mutating func take(_ entry: ScannedFile, markersOnly: Bool) -> Bool {
        guard !job.cancellation.isCancelled, failure == nil else { return false }
        guard entry.status.kind != .directory, let path = fullPath(entry.path) else { return true }
        let isMarker = BatchMarker(path.bytes) != nil
        if markersOnly || isMarker {
            guard job.heedsMarkers, isMarker, markersOnly == job.findsMarkersFirst else { return true }
            guard filter.admitsMarker(path.bytes) else { return true }
        } else {
            guard filter.admits(path.bytes) else { return true }
        }
        met.append(ScannedFile(path: path, status: entry.status))
        if met.count >= ScanJob.portionSize { compare() }
        return failure == nil
    }

    private func fullPath(_ path: RelativePath) -> RelativePath? {
        guard let part = job.part, !part.isRoot else { return path }
        return RelativePath(part.bytes + [UInt8(ascii: "/")] + path.bytes)
    }

    private mutating func compare() {
        let portion = met
        met.removeAll(keepingCapacity: true)
        guard !portion.isEmpty, failure == nil else { return }
        do throws(StoreError) {
            let key = job.setup.key
            let known = try job.index.files(key.pipeline, key.dataset, paths: portion.map(\.path.bytes))
            let records = Dictionary(known.map { ($0.path, $0) }) { first, _ in first }
            var candidates: [ScanCandidate] = []
            for file in portion {
                let record = records[file.path.bytes]
                if let record, record.state != .vanished {
                    knownFiles += 1
                    metDevices.insert(record.fingerprint.device)
                }
                if !isSettled(record, file) { candidates.append(candidate(file)) }
            }
            job.send(candidates, permits)
        } catch {
            failure = error
        }
    }

    private func isSettled(_ record: FileRecord?, _ file: ScannedFile) -> Bool {
        guard let record, file.status.kind == .regular else { return false }
        switch record.state {
        case .quarantined where job.asksAgain: return false
        case .ready, .revised, .quarantined:
            return record.fingerprint.isSameState(as: FileRecord.Fingerprint(file.status.fingerprint))
        case .settling, .unreadable, .vanished: return false
        }
    }

    private mutating func candidate(_ file: ScannedFile) -> ScanCandidate {
        ScanCandidate(
            path: file.path, look: FileObservation.Look(file.status), success: success(for: file.path.bytes))
    }

    private mutating func success(for path: [UInt8]) -> FileRecord.Fingerprint? {
        guard job.heedsMarkers else { return nil }
        let folder = BatchMarker.directory(of: path)
        if let lastSuccess, lastSuccess.directory == folder { return lastSuccess.fingerprint }
        let fingerprint = directory.successMarker(in: folder)?.fingerprint
        lastSuccess = (folder, fingerprint)
        return fingerprint
    }

    /// Reports every indexed file that is not there any more.
    ///
    /// When nothing at all is left of a file system, it is not mounted, even when a producer goes on writing into the
    /// mount point; that never means that all data was deleted.
    mutating func reportAbsent(onDevice device: UInt64) throws(StoreError) {
        let key = job.setup.key
        metDevices.formUnion([device, FileRecord.Fingerprint.unknown.device])
        var last: [UInt8]? = []
        while let start = last, !job.cancellation.isCancelled {
            let page = try job.index.files(key.pipeline, key.dataset, after: start, limit: ScanJob.portionSize)
            let absent = page.compactMap { record -> ScanCandidate? in
                guard record.state != .vanished, let path = RelativePath(record.path) else { return nil }
                guard directory.look(at: path) == .absent else { return nil }
                guard metDevices.contains(record.fingerprint.device) else {
                    doubtfulFiles += 1
                    return nil
                }
                return ScanCandidate(path: path, look: .absent, success: nil)
            }
            job.send(absent, permits)
            last = page.last?.path
        }
    }
}

extension SafeDirectory {
    /// Returns the `_SUCCESS` of a directory below this one.
    func successMarker(in folder: [UInt8]) -> SuccessMarker? {
        let name = Array("_SUCCESS".utf8)
        let path = RelativePath(folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name)
        guard let path, case .regular(let fingerprint) = look(at: path) else { return nil }
        return SuccessMarker(directory: folder, fingerprint: fingerprint)
    }
}
