import MLOpsCore

/// What intake holds of a dataset that the record does not show.
struct IntakeStatus: Sendable {
    let dataset: DatasetStatus
    /// Manifests that were looked at and whose files are not all there.
    let waitingBatches: Int
}

extension DatasetIntake {
    var status: IntakeStatus {
        IntakeStatus(
            dataset: DatasetStatus(
                pipeline: key.pipeline, dataset: key.dataset, isPolling: isPolled, degraded: degradation,
                lastScan: lastScan, settling: unsettled.count),
            waitingBatches: batches.batches.values.count { $0.isRead && !$0.isJudging && !$0.isDisturbed })
    }

    private var degradation: String? {
        if let reason = availability.reason { return reason }
        if schedule.isDegraded { return "events were lost; it is being listed until none is lost meanwhile" }
        if context.watches.watcher == nil { return "the kernel grants no inotify instance" }
        return isPartlyWatched ? "the kernel's limit of watches leaves a part of it unwatched" : nil
    }
}
