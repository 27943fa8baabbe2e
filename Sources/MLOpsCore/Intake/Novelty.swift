package import MLOpsSchedule

/// What a whole file means, given what the index knows of its path.
///
/// New is what the index does not know or knows with other content, never what has a young modification time: copying
/// tools keep old ones.
package enum Novelty: Hashable, Sendable {
    /// The index knows it as it is.
    case known
    /// Only the content can tell; ask again with the digest.
    case needsDigest
    /// New data: the record still lacks its sequence number.
    case evidence(FileRecord)
    /// The index must change, but there is no new data.
    case correction(FileRecord)

    package static func judge(
        _ file: WholeFile, known: KnownFile?, revision: DatasetDefinition.Revision, at now: Instant
    ) -> Novelty {
        guard let record = known?.record, record.sequence > 0 else { return .evidence(news(of: file, as: .ready, now)) }
        let isSame = record.fingerprint.isSameState(as: file.fingerprint)
        guard !isSame || mayPass(record) && !file.changedOnlyAttributes else { return same(record, at: now) }
        if isTouch(file, record) { return .correction(touched(record, by: file, at: now)) }
        guard let digest = file.digest else { return .needsDigest }
        guard digest != record.digest else { return .correction(touched(record, by: file, at: now)) }
        // What no run has read is not revised, it is newer than it was.
        guard known?.isUsed == true else { return .evidence(news(of: file, as: .ready, now)) }
        return revised(file, record, revision, at: now)
    }

    /// What was set aside for its content has no digest; only what reads it can tell whether it is still refused.
    private static func mayPass(_ known: FileRecord) -> Bool { known.state == .quarantined && known.digest == nil }

    /// Without a digest to compare with, an event that speaks of attributes alone, on a file of the same size that no
    /// one writes to, is taken at its word; everything else counts as changed.
    private static func isTouch(_ file: WholeFile, _ known: FileRecord) -> Bool {
        known.digest == nil && file.changedOnlyAttributes
            && file.fingerprint.inode == known.fingerprint.inode
            && file.fingerprint.size == known.fingerprint.size
    }

    private static func same(_ known: FileRecord, at now: Instant) -> Novelty {
        switch known.state {
        case .ready, .revised, .quarantined: return .known
        // It could not be seen or read for a while and is what it was.
        case .settling, .vanished, .unreadable: return .correction(restored(known, at: now))
        }
    }

    private static func touched(_ known: FileRecord, by file: WholeFile, at now: Instant) -> FileRecord {
        var record = known.state == .quarantined ? known : restored(known, at: now)
        record.fingerprint = file.fingerprint
        record.digest = file.digest ?? known.digest
        record.rows = known.rows ?? file.rows
        return record
    }

    private static func restored(_ known: FileRecord, at now: Instant) -> FileRecord {
        var record = known
        record.state = known.state == .revised ? .revised : .ready
        record.reason = nil
        record.observedAt = now
        return record
    }

    private static func revised(
        _ file: WholeFile, _ known: FileRecord, _ revision: DatasetDefinition.Revision, at now: Instant
    ) -> Novelty {
        switch revision {
        case .trigger: return .evidence(news(of: file, as: .revised, now))
        case .quarantine:
            var record = news(of: file, as: .quarantined, now)
            record.sequence = known.sequence
            record.reason = "its content changed after a run used it"
            return .correction(record)
        case .ignore:
            var record = restored(touched(known, by: file, at: now), at: now)
            record.rows = file.rows
            return .correction(record)
        }
    }

    private static func news(of file: WholeFile, as state: FileRecord.State, _ now: Instant) -> FileRecord {
        FileRecord(
            path: file.path, state: state, fingerprint: file.fingerprint, digest: file.digest, rows: file.rows,
            rung: file.rung, observedAt: now)
    }
}
