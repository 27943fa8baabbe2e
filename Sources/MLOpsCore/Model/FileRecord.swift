package import MLOpsSchedule

/// What the index knows of one file of a dataset.
///
/// Paths are bytes, relative to the dataset's directory.
package struct FileRecord: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Seen, not yet known to be whole.
        case settling
        case ready
        /// Ready before and changed since.
        case revised
        case quarantined
        case unreadable
        case vanished
    }

    package enum Rung: String, Sendable, CaseIterable {
        case manifest, rename, lease, quiet
    }

    /// Changes whenever the file may have changed: device, inode, size, mtime and ctime.
    package struct Fingerprint: Hashable, Sendable {
        package var device: UInt64
        package var inode: UInt64
        package var size: Int64
        package var modifiedNanoseconds: Int64
        package var changedNanoseconds: Int64

        package init(
            device: UInt64, inode: UInt64, size: Int64, modifiedNanoseconds: Int64, changedNanoseconds: Int64
        ) {
            self.device = device
            self.inode = inode
            self.size = size
            self.modifiedNanoseconds = modifiedNanoseconds
            self.changedNanoseconds = changedNanoseconds
        }
    }

    package var path: [UInt8]
    package var state: State
    package var fingerprint: Fingerprint
    /// Hex SHA-256 of the content; nil until something needed it.
    package var digest: String?
    /// nil: not counted.
    package var rows: Int64?
    /// Rises with each file that becomes ready in the dataset; 0 until then.
    package var sequence: Int64
    package var rung: Rung?
    /// Why it is quarantined or unreadable.
    package var reason: String?
    package var observedAt: Instant

    package init(
        path: [UInt8], state: State, fingerprint: Fingerprint, digest: String? = nil, rows: Int64? = nil,
        sequence: Int64 = 0, rung: Rung? = nil, reason: String? = nil, observedAt: Instant
    ) {
        self.path = path
        self.state = state
        self.fingerprint = fingerprint
        self.digest = digest
        self.rows = rows
        self.sequence = sequence
        self.rung = rung
        self.reason = reason
        self.observedAt = observedAt
    }
}
