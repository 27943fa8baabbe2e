import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// From a hint to a whole file.
extension DatasetIntake {
    func changed(_ change: WatchChange) {
        guard trusted != nil else { return }
        if change.isDirectory { return directoryChanged(change) }
        switch change.kind {
        case .movedOut, .deleted: departed(change.path)
        case .closedAfterWrite: attend(change.path, .written)
        case .movedIn: attend(change.path, .movedIn)
        case .created: attend(change.path, .created)
        case .attributes: attend(change.path, .attributesChanged)
        case .found: attend(change.path, .found)
        }
    }

    /// Files in new directories are reported one by one; what went with a directory, only a listing tells.
    private func directoryChanged(_ change: WatchChange) {
        let isGone = change.kind == .movedOut || change.kind == .deleted
        guard isGone || (change.path.isRoot && change.kind == .attributes) else { return }
        schedule.request(by: now.uptime)
    }

    private func departed(_ path: RelativePath) {
        guard filter.admits(path.bytes) || BatchMarker(path.bytes) != nil else { return }
        if directory?.look(at: path) == .absent { vanish(path) } else { attend(path, .found) }
    }

    func attend(_ path: RelativePath, _ hint: FileObservation.Hint, candidate: ScanCandidate? = nil) {
        guard makeRoom() else { return }
        guard BatchMarker(path.bytes) == nil else { return attendMarker(path, hint, candidate: candidate) }
        guard filter.admits(path.bytes) else { return }
        if let manifest = batches.manifest(naming: path.bytes) { return batches.disturb(manifest) }
        let now = now
        var file =
            unsettled[path.bytes]
            ?? UnsettledFile(path: path, readiness: FileReadiness(at: now), since: now.uptime)
        guard file.examining == nil else {
            file.wasDisturbed = true
            return keep(file, lookAt: nil)
        }
        let step = file.readiness.handle(.hint(hint), policy: policy, at: now)
        if mayBeClaimed { return holdForManifests(file) }
        advance(file, step, candidate: candidate)
    }

    /// Whether a manifest is being written or read, which may name any file that arrives now.
    private var mayBeClaimed: Bool {
        policy.readiness == .auto && batches.mayClaim(at: now.uptime, within: setup.definition.manifestDeadline)
    }

    private func holdForManifests(_ file: UnsettledFile) {
        if heldForManifests.count < context.limits.unsettledFiles { heldForManifests.append(file.path) }
        // A manifest that never becomes whole does not hold files for ever.
        keep(file, lookAt: now.uptime + 1_000_000)
    }

    /// Every manifest is read or gone: files that none of them names are on their own.
    func releaseHeldFiles() {
        guard !heldForManifests.isEmpty, !mayBeClaimed else { return }
        let paths = heldForManifests
        heldForManifests = []
        for path in paths {
            if let file = unsettled[path.bytes] { lookAgain(file) }
        }
    }

    /// The time that a file was to wait is over.
    func lookAgain(_ file: UnsettledFile) {
        if isRemote { return schedule.request(by: now.uptime) }
        guard file.examining == nil else { return }
        if let manifest = batches.manifest(naming: file.path.bytes) {
            unsettled.remove(file.path.bytes)
            return batches.disturb(manifest)
        }
        let isMarker = BatchMarker(file.path.bytes) != nil
        if !isMarker, mayBeClaimed { return holdForManifests(file) }
        advance(file, .look, candidate: nil)
    }

    /// Follows the machine until it waits or has decided.
    func advance(_ file: UnsettledFile, _ first: FileReadiness.Step, candidate: ScanCandidate?) {
        var (file, step) = (file, first)
        let path = file.path
        let policy = BatchMarker(path.bytes) == nil ? policy : markerPolicy
        while true {
            switch step {
            case .look:
                guard let look = isRemote ? candidate?.look : directory?.look(at: path) else {
                    return postpone(file)
                }
                step = file.readiness.handle(.look(look), policy: policy, at: now)
            case .tryLease:
                guard let directory else { return postpone(file) }
                step = file.readiness.handle(directory.askForWriters(of: path), policy: policy, at: now)
            case .wait(let time): return settle(file, time, candidate)
            case .awaitMarker: return isCovered(file, candidate) ? whole(file, .manifest) : unsettled.remove(path.bytes)
            case .ready(let rung): return whole(file, rung)
            case .ignore: return unsettled.remove(path.bytes)
            case .quarantine(let reason): return reject(file, .quarantined, reason)
            case .unreadable(let reason): return reject(file, .unreadable, reason)
            case .gone: return vanish(path)
            }
        }
    }

    private func settle(_ file: UnsettledFile, _ time: Duration, _ candidate: ScanCandidate?) {
        guard BatchMarker(file.path.bytes) != nil || !isCovered(file, candidate) else { return whole(file, .manifest) }
        var file = file
        let uptime = now.uptime
        if !file.isReported, uptime - file.since >= Self.longSettling.microseconds {
            file.isReported = true
            report(file)
        }
        keep(file, lookAt: uptime + max(1, time.microseconds))
    }

    /// Whether a `_SUCCESS` speaks for the file.
    private func isCovered(_ file: UnsettledFile, _ candidate: ScanCandidate?) -> Bool {
        guard heedsMarkers, let fingerprint = file.readiness.fingerprint else { return false }
        guard fingerprint.size > 0 || policy.allowsEmpty else { return false }
        return marker(for: file.path.bytes, candidate)?.covers(file.path.bytes, fingerprint) ?? false
    }

    private func marker(for path: [UInt8], _ candidate: ScanCandidate?) -> SuccessMarker? {
        let folder = BatchMarker.directory(of: path)
        if let candidate { return candidate.success.map { SuccessMarker(directory: folder, fingerprint: $0) } }
        // Where only markers count, the files of a directory are evidence together: its listing finds them all.
        guard policy.readiness != .manifest, !isRemote else { return nil }
        return directory?.successMarker(in: folder)
    }

    /// The directory cannot be looked into at the moment.
    func postpone(_ file: UnsettledFile) {
        // Only listings tell of remote files.
        keep(file, lookAt: isRemote ? nil : now.uptime + 1_000_000)
    }

    /// Keeps the file in memory; what there is no room for, a scan finds again.
    func keep(_ file: UnsettledFile, lookAt: Int64?) {
        if unsettled.put(file, lookAt: lookAt) { return }
        schedule.request(by: now.uptime + max(policy.settle, .seconds(1)).microseconds)
    }
}
