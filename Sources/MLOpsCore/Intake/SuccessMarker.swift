/// A `_SUCCESS` file: all files of its directory that were there when it was made are whole.
package struct SuccessMarker: Hashable, Sendable {
    /// Relative to the dataset's directory; empty for the dataset's own.
    package var directory: [UInt8]
    package var fingerprint: FileRecord.Fingerprint

    package init(directory: [UInt8], fingerprint: FileRecord.Fingerprint) {
        self.directory = directory
        self.fingerprint = fingerprint
    }

    /// Whether the marker speaks for a file: it lies in the directory and has not changed since the marker did.
    ///
    /// Both times are set by the machine that holds the file system, so no other clock comes in.
    package func covers(_ path: [UInt8], _ file: FileRecord.Fingerprint) -> Bool {
        BatchMarker.directory(of: path) == directory && file.changedNanoseconds <= fingerprint.changedNanoseconds
    }
}
