/// How far a file of predictions or labels was read.
///
/// A file is known by device and inode, so that it stays itself when it is renamed; what begins and what ends the part
/// that was read tells whether it still is the same text.
package struct SourceFile: Hashable, Sendable {
    package enum Role: Int64, Hashable, Sendable {
        case predictions = 0
        case labels = 1
    }

    package var role: Role
    package var device: Int64
    package var inode: Int64
    /// As it was last called, relative to the directory.
    package var path: [UInt8]
    /// csv, jsonl or parquet.
    package var format: String
    /// Bytes of a text, rows of what can only be read as a whole, that are taken in.
    package var offset: Int64
    /// The first line of CSV, which says what the columns are.
    package var header: [UInt8]
    /// Of the first and of the last bytes before the offset.
    package var headDigest: [UInt8]
    package var tailDigest: [UInt8]
    /// Size and times when it was last looked at; nothing is to be done while they stay.
    package var size: Int64
    package var modified: Int64
    package var changed: Int64
    /// Why it can not be read on.
    package var failure: String?

    package init(
        role: Role, device: Int64, inode: Int64, path: [UInt8], format: String, offset: Int64 = 0,
        header: [UInt8] = [], headDigest: [UInt8] = [], tailDigest: [UInt8] = [], size: Int64 = 0, modified: Int64 = 0,
        changed: Int64 = 0, failure: String? = nil
    ) {
        self.role = role
        self.device = device
        self.inode = inode
        self.path = path
        self.format = format
        self.offset = offset
        self.header = header
        self.headDigest = headDigest
        self.tailDigest = tailDigest
        self.size = size
        self.modified = modified
        self.changed = changed
        self.failure = failure
    }
}
