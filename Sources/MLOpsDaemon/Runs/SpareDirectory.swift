import Dispatch
import Glibc
import MLOpsLinux

/// The directory of the run that comes next, made before it is needed.
///
/// To make new inodes takes a file system longer than all else that must happen between a file and the start of a step.
/// So everything is there before, under names that only have to be changed: the directories, the lists of one dataset,
/// and what the first attempt needs.
struct SpareDirectory: Sendable {
    /// Long enough that the run which took the spare has started and is not held up by the making of another.
    private static let delay = DispatchTimeInterval.milliseconds(50)

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
        queue.asyncAfter(deadline: .now() + Self.delay) { make() }
    }

    /// Makes a spare now if there is none.
    func make() {
        guard access(path, F_OK) != 0 else { return }
        do throws(LinuxError) {
            let directory = RunDirectory(at: unfinished)
            try directory.prepare()
            let attempt = directory.spareAttempt
            try RunDirectory.make(attempt)
            // All that the shim opens or makes before the step's program runs.
            let record = ["alive", "claim.tmp", "log"].map { "\(attempt)/\($0)" }
            for file in [directory.manifest, directory.unfinishedInputs] + directory.spareLists + record {
                _ = try BufferedFile(file)
            }
            // As the shim does where it finds no space reserved.
            let exit = try BufferedFile(attempt + "/exit.tmp")
            withExtendedLifetime(exit) { _ = posix_fallocate(exit.descriptor, 0, 4096) }
            _ = rename(unfinished, path)
        } catch {
            // Then the next run makes its own, and tells what is wrong.
        }
    }
}
