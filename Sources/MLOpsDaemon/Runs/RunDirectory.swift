import Glibc
import MLOpsCore
import MLOpsLinux

/// Where the files of one run lie.
///
/// `manifest.json`, `inputs`, `data/` and `new/` can be made again from the record; `work/`, `model/`, `tmp/` and
/// `metrics.json` are the steps'; each directory in `attempts/` is the executor's record of one attempt.
struct RunDirectory: Hashable, Sendable {
    let path: String

    init(at path: String) {
        self.path = path
    }

    /// - Parameter state: the daemon's state directory, absolute.
    init(state: String, run: RunID) {
        self.init(at: "\(state)/runs/\(run)")
    }

    var manifest: String { path + "/manifest.json" }
    /// The manifest in the form that is quick to check again.
    var inputs: String { path + "/inputs" }
    /// Is there when the record has the manifest too.
    var recordedMark: String { path + "/recorded" }
    var work: String { path + "/work" }
    var model: String { path + "/model" }
    var metrics: String { path + "/metrics.json" }
    var temporary: String { path + "/tmp" }
    var attempts: String { path + "/attempts" }

    private var lists: String { path + "/data" }
    private var newLists: String { path + "/new" }

    /// All files of a dataset that the run may read, one absolute path a line.
    func list(of dataset: DatasetName) -> String { "\(lists)/\(dataset).txt" }

    /// Those of them that no earlier successful run used.
    func newList(of dataset: DatasetName) -> String { "\(newLists)/\(dataset).txt" }

    /// The executor's record of one attempt: claim, exit and log.
    func attempt(_ attempt: AttemptID) -> String { "\(attempts)/\(attempt.step).\(attempt.number)" }

    /// Makes the directories that are missing.
    func prepare() throws(LinuxError) {
        // The last one is made last: where it is, all are.
        guard access(attempts, F_OK) != 0 else { return }
        let runs = path[..<(path.lastIndex(of: "/") ?? path.endIndex)]
        for directory in [String(runs), path, lists, newLists, work, model, temporary, attempts] {
            try Self.make(directory)
        }
    }

    /// Makes a directory that only its owner can enter; one that is there already is left as it is.
    static func make(_ path: String) throws(LinuxError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw LinuxError("make directory", path, .system(errno))
    }
}
