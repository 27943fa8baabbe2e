/// Which rows of a file of predictions or labels are wanted, and how they are to be understood.
package struct RowJob: Codable, Hashable, Sendable {
    package enum Task: String, Codable, Hashable, Sendable {
        case binary, multiclass, regression
    }

    /// Names of columns; nil: there is none.
    package struct Columns: Codable, Hashable, Sendable {
        package var id: String
        package var time: String?
        package var version: String?
        package var prediction: String?
        package var score: String?
        /// Of the classes, in their order.
        package var scores: [String] = []
        package var label: String?
        package var labelTime: String?
        package var segments: [String] = []

        package init(id: String) { self.id = id }
    }

    package var columns: Columns
    package var task: Task
    /// Of the hash that ids become keys by.
    package var secretHigh: UInt64
    package var secretLow: UInt64
    /// Where to go on: bytes of a text, rows of what is read as a whole.
    package var offset: Int64
    /// The first line of CSV that was read from before; nil: it is still to be read.
    package var header: String?
    /// What was read before the offset is known by; nil: nothing was.
    package var headDigest: String?
    package var tailDigest: String?
    /// How much of a text is read at most.
    package var maximumBytes: Int
    package var maximumRows: Int

    package init(
        columns: Columns, task: Task, secretHigh: UInt64, secretLow: UInt64, offset: Int64 = 0, header: String? = nil,
        headDigest: String? = nil, tailDigest: String? = nil, maximumBytes: Int = 1 << 22, maximumRows: Int = 100_000
    ) {
        self.columns = columns
        self.task = task
        self.secretHigh = secretHigh
        self.secretLow = secretLow
        self.offset = offset
        self.header = header
        self.headDigest = headDigest
        self.tailDigest = tailDigest
        self.maximumBytes = maximumBytes
        self.maximumRows = maximumRows
    }
}
