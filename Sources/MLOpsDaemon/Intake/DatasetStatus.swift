import MLOpsCore

/// What intake knows of a dataset beyond the record, for `list-datasets` and `doctor`.
package struct DatasetStatus: Hashable, Sendable {
    package let key: DatasetKey
    /// Where the configured path leads; nil: nowhere at present.
    package let root: String?
    package let isRemote: Bool
    /// Whether listing it from time to time is all that tells of new files.
    package let isPolled: Bool
    /// Whether events were lost and the listing that makes it good is not over.
    package let isDegraded: Bool
    package let unavailable: String?
    /// Files that are not known to be whole yet.
    package let unsettledFiles: Int
    /// Manifests whose files are not all there.
    package let waitingBatches: Int
    /// Names that were data when it was last listed as a whole; nil: it was not yet.
    package let listedFiles: Int64?
}

extension DatasetIntake {
    var status: DatasetStatus {
        DatasetStatus(
            key: key, root: root, isRemote: isRemote, isPolled: isPolled, isDegraded: schedule.isDegraded,
            unavailable: availability.reason, unsettledFiles: unsettled.count,
            waitingBatches: batches.batches.values.count { $0.isRead && !$0.isJudging && !$0.isDisturbed },
            listedFiles: listedFiles)
    }
}
