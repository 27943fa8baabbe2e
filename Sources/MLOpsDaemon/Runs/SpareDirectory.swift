import Dispatch
import Glibc
import MLOpsLinux

/// The directory of the run that comes next, made before it is needed.
///
/// To make its inodes takes a file system longer than all else that must happen between a file and the start of a step,
/// and to rename the directory takes it one.
struct SpareDirectory: Sendable {
    private let path: String
    private let unfinished: String
    /// One at a time, so that nobody takes what is half made.
    private let queue = DispatchQueue(label: "mlopsd.runs.spare", qos: .utility)

    init(state: String) {
        path = state + "/runs/.spare"
        unfinished = state + "/runs/.unfinished"
    }

    /// Gives the spare to a run that has no directory yet, and makes sure that nothing of it is missing either way.
    func place(at directory: RunDirectory) throws(LinuxError) {
        // Fails when there is no spare, or when the run has a directory in which something lies.
        _ = rename(path, directory.path)
        try directory.prepare()
    }

    /// Makes a new spare in the background if there is none.
    func renew() {
        queue.async { make() }
    }

    private func make() {
        guard access(path, F_OK) != 0 else { return }
        do throws(LinuxError) {
            let directory = RunDirectory(at: unfinished)
            try directory.prepare()
            for file in [directory.manifest, directory.inputs] { _ = try BufferedFile(file) }
            _ = rename(unfinished, path)
        } catch {
            // Then the next run makes its own, and tells what is wrong.
        }
    }
}
