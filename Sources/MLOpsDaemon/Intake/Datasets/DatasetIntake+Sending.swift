import MLOpsCore
import MLOpsSchedule

/// From news to events.
extension DatasetIntake {
    /// Files that become ready within so many microseconds go together.
    private static let coalescing: Int64 = 5000

    /// What the record will know of the path when all that was sent is committed.
    func lookUp(_ path: [UInt8]) throws(StoreError) -> KnownFile? {
        if outbox.isPending(path) { flush() }
        if outbox.known(path) != nil { try outbox.confirm(with: context.index) }
        if let known = outbox.known(path) { return known }
        let known = try context.index.file(key.pipeline, key.dataset, path: path)
        indexFailure = nil
        return known
    }

    func add(ready record: FileRecord) {
        outbox.add(ready: record)
        noteAddition()
    }

    func add(correction record: FileRecord, isUsed: Bool) {
        outbox.add(correction: record, isUsed: isUsed)
        noteAddition()
    }

    private func noteAddition() {
        pendingSince = pendingSince ?? now.uptime
        guard heldParts == 0, let pendingSince, now.uptime - pendingSince > Self.coalescing else { return }
        flush()
    }

    /// Sends what is pending, unless a batch is being put together or the loop is behind.
    func flushUnlessHeld() {
        guard outbox.hasPending, makeRoom() else { return }
        if heldParts == 0 { flush() } else if outbox.isTooLargeToHold { flush(indivisible: true) }
    }

    func flush(indivisible: Bool = false) {
        outbox.flush(indivisible: indivisible, context.effects.send)
        pendingSince = nil
    }

    /// Whether more can be sent.
    ///
    /// When the loop is behind, hints are dropped and a later scan makes that good.
    func makeRoom() -> Bool {
        guard outbox.isFull else { return true }
        do throws(StoreError) {
            try outbox.confirm(with: context.index)
        } catch {
            tell(error)
        }
        if outbox.isFull { schedule.request(by: now.uptime + 1_000_000) }
        return !outbox.isFull
    }
}
