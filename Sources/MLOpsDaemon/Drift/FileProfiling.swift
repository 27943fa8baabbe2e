import MLOpsCore
import MLOpsStore

/// Makes statistics of files; takes as long as reading them takes.
protocol FileProfiling: Sendable {
    /// Fits the cells of a reference to the files and counts them.
    ///
    /// - Parameter windows: how many files, the last ones, are also counted each by itself.
    func reference(
        of files: [FileRecord], windows: Int, in dataset: DatasetDefinition
    ) throws(ProfilingError) -> MadeReference

    /// Counts each file on the cells of the reference; each of the files has a place in the answer.
    func profiles(
        of files: [FileRecord], on reference: [UInt8], in dataset: DatasetDefinition
    ) throws(ProfilingError) -> [FileProfile]
}

/// A reference as it was made.
struct MadeReference: Sendable {
    /// As `TableReference` encodes it.
    var profile: [UInt8]
    var files: Int64
    var rows: Int64
    var windows: [FileProfile]
}

/// Why files could not be profiled at all; what is wrong with a single file is said of that file.
struct ProfilingError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
