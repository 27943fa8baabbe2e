import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// Markers: `_SUCCESS` and manifests.
extension DatasetIntake {
    func attendMarker(_ path: RelativePath, _ hint: FileObservation.Hint, candidate: ScanCandidate?) {
        guard heedsMarkers, filter.admitsMarker(path.bytes) else { return }
        switch BatchMarker(path.bytes) {
        case .success: attendSuccess(path, hint)
        case .manifest: attendManifest(path, hint, candidate: candidate)
        case nil: break
        }
    }

    /// A scan asks for the `_SUCCESS` of each file's directory itself; an event means that there are files now.
    private func attendSuccess(_ path: RelativePath, _ hint: FileObservation.Hint) {
        guard hint != .found, hint != .attributesChanged, let folder = folder(of: path) else { return }
        startPartScan(folder)
    }

    private func folder(of path: RelativePath) -> RelativePath? {
        RelativePath(BatchMarker.directory(of: path.bytes))
    }

    private func attendManifest(_ path: RelativePath, _ hint: FileObservation.Hint, candidate: ScanCandidate?) {
        if let candidate, case .regular(let seen) = candidate.look {
            // Scans meet the manifests of the past again and again.
            if settledManifests[path.bytes]?.isSameState(as: seen) == true { return }
            if let batch = batches[path.bytes], batch.fingerprint?.isSameState(as: seen) == true {
                return batches.disturb(path.bytes)
            }
        }
        let now = now
        if batches[path.bytes] == nil { batches[path.bytes] = OpenBatch(manifest: path, since: now.uptime) }
        var file =
            unsettled[path.bytes]
            ?? UnsettledFile(path: path, readiness: FileReadiness(at: now), since: now.uptime)
        let step = file.readiness.handle(.hint(hint), policy: markerPolicy, at: now)
        advance(file, step, candidate: candidate)
    }

    func manifestIsWhole(_ path: RelativePath, _ fingerprint: FileRecord.Fingerprint) {
        unsettled.remove(path.bytes)
        guard settledManifests[path.bytes]?.isSameState(as: fingerprint) != true else {
            batches.close(path.bytes)
            return
        }
        var batch = batches[path.bytes] ?? OpenBatch(manifest: path, since: now.uptime)
        batch.isDisturbed = true
        batch.fingerprint = fingerprint
        batches[path.bytes] = batch
    }

    /// Uptime at which a batch is to be judged.
    var batchDeadline: Int64? {
        batches.batches.values.compactMap { batch -> Int64? in
            guard batch.fingerprint != nil, !batch.isJudging else { return nil }
            if batch.isDisturbed { return batch.notBefore }
            return batch.isReported ? nil : batch.since + setup.definition.manifestDeadline.microseconds
        }.min()
    }

    func judgeDueBatches(at uptime: Int64) {
        for (path, batch) in batches.batches where !batch.isJudging {
            guard let fingerprint = batch.fingerprint, trusted != nil else { continue }
            let isLate = uptime - batch.since >= setup.definition.manifestDeadline.microseconds
            guard batch.isDisturbed ? batch.notBefore <= uptime : isLate && !batch.isReported else { continue }
            batches[path]?.isJudging = true
            batches[path]?.isDisturbed = false
            batches[path]?.judgedAt = uptime
            start(batch, fingerprint, at: uptime)
        }
    }

    private func start(_ batch: OpenBatch, _ fingerprint: FileRecord.Fingerprint, at uptime: Int64) {
        guard let trusted else { return }
        let judge = BatchJudge(
            key: key, root: trusted, manifest: batch.manifest, expected: fingerprint,
            waited: .microseconds(uptime - batch.since), deadline: setup.definition.manifestDeadline,
            maximumBytes: context.limits.manifestBytes, index: context.index,
            rows: setup.countsRows ? .init(setup.definition.format) : nil, validation: validation,
            digests: batch.digests)
        let (key, post) = (key, context.post)
        read { post(.batchJudged(key, judge.judge())) }
    }

    func batchJudged(_ judgement: BatchJudgement) {
        let path = judgement.manifest.bytes
        guard var batch = batches[path], batch.isJudging else { return }
        batch.isJudging = false
        batch.digests = judgement.digests
        // Never more than a tenth of the time for looking at one batch again.
        batch.notBefore = now.uptime + 10 * (now.uptime - batch.judgedAt)
        batches[path] = batch
        switch judgement.outcome {
        case .judged(let manifest, let standing):
            batches[path]?.isRead = true
            batches.claim(manifest.entries.map(\.path), by: path)
            take(standing, of: batch)
        case .blocked(let manifest, let reason):
            // It stays open: its files are not on their own, and one that is replaced has all looked at again.
            batches[path]?.isRead = true
            batches[path]?.isReported = true
            batches.claim(manifest.entries.map(\.path), by: path)
            rejectManifest(batch, reason)
        case .malformed(let reason):
            close(batch)
            rejectManifest(batch, reason)
        case .outdated:
            batches[path]?.fingerprint = nil
            attend(judgement.manifest, .written)
        case .indexFailed(let error):
            tell(error)
            batches[path]?.isDisturbed = true
            batches[path]?.notBefore = now.uptime + 1_000_000
        }
    }

    private func take(_ standing: BatchManifest.Standing, of batch: OpenBatch) {
        switch standing {
        case .complete(let files): complete(batch, files)
        case .needsDigests: batches.disturb(batch.manifest.bytes)
        case .waiting: break
        case .incomplete(let shortfall):
            guard !batch.isReported else { return }
            batches[batch.manifest.bytes]?.isReported = true
            rejectManifest(batch, "incomplete batch: \(shortfall.summary(UntrustedText.escape))")
        }
    }

    private func complete(_ batch: OpenBatch, _ files: [WholeFile]) {
        do throws(StoreError) {
            flush()
            let known = try files.map { file throws(StoreError) in try lookUp(file.path) }
            let news = zip(files, known).map { file, known in
                Novelty.judge(file, known: known, revision: setup.definition.revision, at: now.wall)
            }
            // A record that is under way has other content, and only the next look at all of them can tell.
            guard !news.contains(.needsDigest) else { return batches.disturb(batch.manifest.bytes) }
            for (novelty, known) in zip(news, known) { add(novelty, known) }
            for file in files { unsettled.remove(file.path) }
            flush(indivisible: true)
            close(batch)
            try clearRejection(of: batch)
        } catch {
            tell(error)
            batches[batch.manifest.bytes]?.isDisturbed = true
            batches[batch.manifest.bytes]?.notBefore = now.uptime + 1_000_000
        }
    }

    private func add(_ novelty: Novelty, _ known: KnownFile?) {
        switch novelty {
        case .known, .needsDigest: break
        case .evidence(let record): outbox.add(ready: record)
        case .correction(let record): outbox.add(correction: record, isUsed: known?.isUsed ?? false)
        }
    }

    private func close(_ batch: OpenBatch) {
        batches.close(batch.manifest.bytes)
        // Forgetting some only means to read them once more.
        if settledManifests.count >= context.limits.settledManifests { settledManifests = [:] }
        settledManifests[batch.manifest.bytes] = batch.fingerprint
    }

    private func rejectManifest(_ batch: OpenBatch, _ reason: String) {
        let file = UnsettledFile(path: batch.manifest, readiness: FileReadiness(at: now), since: batch.since)
        reject(file, .quarantined, reason)
    }

    /// A manifest stands in the record only as long as there is something wrong with it.
    private func clearRejection(of batch: OpenBatch) throws(StoreError) {
        guard var record = try lookUp(batch.manifest.bytes)?.record, record.state != .vanished else { return }
        record.state = .vanished
        record.reason = "its batch is complete"
        record.observedAt = now.wall
        add(correction: record, isUsed: false)
    }
}
