import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Where the files of a run go as they are found, dataset after dataset by name, in each by path.
protocol ManifestSink {
    /// What is added next belongs to this dataset.
    ///
    /// - Parameter root: the absolute path of its directory.
    mutating func begin(_ dataset: DatasetName, root: String) throws(LinuxError)

    mutating func add(_ file: FrozenFile) throws(LinuxError)

    /// Notes a file that became ready and that the run does not get.
    mutating func exclude(_ path: [UInt8], because reason: String)
}
