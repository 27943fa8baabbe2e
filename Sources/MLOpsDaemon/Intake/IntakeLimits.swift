/// Bounds of what intake keeps in memory, per dataset.
struct IntakeLimits: Sendable {
    /// Files tracked until they are whole; what is beyond is found by the next scan.
    var unsettledFiles = 65_536
    /// Records sent and not yet known to be committed; beyond it, nothing more is sent until the loop catches up.
    var unconfirmedFiles = 16_384
    /// Records in one event, so that one commit stays short.
    var filesInEvent = 1000
    /// Files of a batch that must not be split.
    var filesInBatch = 100_000
    var manifestBytes = 16 << 20
    /// Manifests remembered as done, so that scans need not read them again.
    var settledManifests = 4096
}
