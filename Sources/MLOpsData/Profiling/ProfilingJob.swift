/// Files to be profiled by a process of its own, as JSON on its standard input.
///
/// Bytes are base64.
package struct ProfilingJob: Codable, Hashable, Sendable {
    package struct File: Codable, Hashable, Sendable {
        /// Relative to the directory.
        package var path: String
        /// Device, inode, size, modification and change in nanoseconds: another file is not read.
        package var fingerprint: [Int64]

        package init(path: String, fingerprint: [Int64]) {
            self.path = path
            self.fingerprint = fingerprint
        }
    }

    /// Absolute, without symbolic links.
    package var directory: String
    /// csv, jsonl or parquet; nil: by the files' names.
    package var format: String?
    package var files: [File]
    /// Whose cells the files are counted on; nil: a reference is made of the files.
    package var reference: String?
    /// The column with the time of an event; nil: there is none.
    package var timeColumn: String?
    /// What files are held against, as JSON of the schema; nil: files are profiled.
    package var schema: String?
    /// Microseconds since 1970, for rules about staleness.
    package var now: Int64?
    /// Which rows of the one file are wanted; nil: files are profiled.
    package var rows: RowJob?
    /// How many files, the last ones, are also profiled each by itself when a reference is made.
    package var windows: Int

    package init(
        directory: String, format: String?, files: [File], reference: String? = nil, timeColumn: String? = nil,
        schema: String? = nil, now: Int64? = nil, windows: Int = 0
    ) {
        self.directory = directory
        self.format = format
        self.files = files
        self.reference = reference
        self.timeColumn = timeColumn
        self.schema = schema
        self.now = now
        self.windows = windows
    }
}
