extension FileRecord.Fingerprint {
    /// Whether both are of one state of one file.
    ///
    /// Device numbers are left out: many file systems get another one at each mount, and that must not make every file
    /// look changed. Inode, size and a change time to the nanosecond that only the kernel sets are enough.
    package func isSameState(as other: FileRecord.Fingerprint) -> Bool {
        inode == other.inode && size == other.size && modifiedNanoseconds == other.modifiedNanoseconds
            && changedNanoseconds == other.changedNanoseconds
    }
}
