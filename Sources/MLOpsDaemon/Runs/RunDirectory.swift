import Glibc
import MLOpsCore
import MLOpsLinux

/// Where the files of one run lie.
///
/// `manifest.json`, `inputs`, `data/` and `new/` can be made again from the record; `work/`, `model/`, `tmp/` and
/// `metrics.json`, or `results/`, are the steps'; each directory in `attempts/` is the executor's record of one attempt.
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
    /// Becomes `inputs` once everything that belongs to the manifest is written.
    var unfinishedInputs: String { path + "/inputs.unfinished" }
    /// Is there when the record has the manifest too.
    var recordedMark: String { path + "/recorded" }
    /// Is there when the record has what the run runs in.
    var environmentMark: String { path + "/environment" }
    /// Copies of the code that the run ran.
    var code: String { path + "/code" }
    var work: String { path + "/work" }
    var model: String { path + "/model" }
    var metrics: String { path + "/" + metricsName }
    /// A step of another user must not write in the directory itself: then its metrics have one of their own.
    var metricsName: String { access(results, F_OK) == 0 ? "results/metrics.json" : "metrics.json" }
    var results: String { path + "/results" }
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

    /// Empty files that become the lists of the first dataset, and a directory that becomes the first attempt's.
    var spareLists: [String] { [lists + "/.spare", newLists + "/.spare"] }
    var spareAttempt: String { attempts + "/.spare" }

    /// Gives the spare lists, if they are left, their names.
    func placeSpareLists(for dataset: DatasetName) {
        for (spare, list) in zip(spareLists, [list(of: dataset), newList(of: dataset)]) { _ = rename(spare, list) }
    }

    /// Makes the directory of an attempt's record, from the spare one if it is left.
    ///
    /// A record in which something is stays as it is.
    func makeAttempt(_ attempt: AttemptID) throws(LinuxError) {
        guard rename(spareAttempt, self.attempt(attempt)) != 0 else { return }
        try Self.make(self.attempt(attempt))
    }

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
