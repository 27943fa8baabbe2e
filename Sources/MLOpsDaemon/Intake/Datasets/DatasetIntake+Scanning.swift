import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// Listing the directory, from time to time and whenever hints may have been lost.
extension DatasetIntake {
    /// Events were dropped somewhere.
    func noteLostEvents() {
        guard schedule.noteLostEvents(at: now) else { return }
        context.effects.log.warning(
            "events of the directory of dataset \"\(key)\" were lost; it is listed until none was lost meanwhile")
    }

    func startDueScan() {
        guard schedule.isDue(at: now), canScan else { return }
        context.watches.watcher?.verifyRoots()
        schedule.begin()
        run(part: nil, findsMarkersFirst: setup.definition.readiness == .auto)
    }

    /// Lists one directory.
    func startPartScan(_ part: RelativePath) { run(part: part, findsMarkersFirst: false) }

    private func run(part: RelativePath?, findsMarkersFirst: Bool) {
        guard let root else { return }
        if sendsTogether { heldParts += 1 }
        let job = ScanJob(
            setup: setup, generation: generation, root: root, part: part, findsMarkersFirst: findsMarkersFirst,
            heedsMarkers: heedsMarkers, asksAgain: asksAgain, resolve: context.resolve, index: context.index,
            cancellation: cancellation, post: context.post)
        list { job.run() }
    }

    func take(_ portion: ScanPortion) {
        defer { portion.release() }
        guard portion.generation == generation else { return }
        for candidate in portion.candidates.sorted(by: ScanCandidate.precedes) {
            if candidate.look == .absent {
                vanish(candidate.path)
            } else {
                attend(candidate.path, .found, candidate: candidate)
            }
        }
    }

    func scanEnded(_ end: ScanEnd) {
        guard end.generation == generation else { return }
        if sendsTogether { release() }
        guard end.part == nil else {
            if case .complete = end.outcome { return }
            return schedule.request(by: now.uptime)
        }
        let isComplete: Bool
        switch end.outcome {
        case .complete(let summary):
            isComplete = true
            if watchRoot == nil || trusted == nil { trust(end.directory) }
            lastScan = now
            asksAgain = false
            tell(summary)
            recover()
        case .unavailable(let reason):
            isComplete = false
            lose(reason, after: watchRoot == nil ? .zero : Self.lossPatience)
        case .moved:
            isComplete = false
            resolve()
        case .indexFailed(let error):
            isComplete = false
            tell(error)
        case .cancelled: isComplete = false
        }
        if let episode = schedule.end(isComplete: isComplete, at: now) {
            let (losses, scans) = (episode.overflows, episode.scans)
            context.effects.log.notice(
                "dataset \"\(key)\" is complete again after \(losses) losses of events and \(scans) scans")
        }
    }

    /// Where only markers count, the files that a listing finds belong together.
    private var sendsTogether: Bool { setup.definition.readiness == .manifest }

    /// Sends what belongs together, now that all of it was found.
    private func release() {
        heldParts = max(0, heldParts - 1)
        flush(indivisible: true)
    }

    /// What could not be looked at is told when it changes, not at every scan.
    private func tell(_ summary: ScanSummary) {
        guard summary.firstFailure != scanFailure else { return }
        scanFailure = summary.firstFailure
        guard let failure = summary.firstFailure else { return }
        context.effects.log.warning(
            "\(summary.failures) entries in the directory of dataset \"\(key)\" cannot be seen: \(failure)")
    }

    func tell(_ error: StoreError) {
        guard error.description != indexFailure else { return }
        indexFailure = error.description
        context.effects.log.error("cannot read the index of dataset \"\(key)\": \(error); trying again")
    }
}
