import Glibc
import MLOpsCore
import MLOpsLinux

/// Brings to the disk what succeeded steps left, and keeps in mind that it is there.
///
/// The record of a step's success is durable at once, its files are not. Waiting for the disk would hold up the next
/// step, so they follow in the background; only after a reboot does it matter whether they came that far.
struct OutputDurability: Sendable {
    let directory: RunDirectory

    /// Synchronises the outputs as they are now, and then leaves a durable mark that says so.
    ///
    /// - Parameter mark: what made the outputs: a step and its attempt, or a takeover.
    func secure(_ mark: Mark) throws(LinuxError) {
        for tree in [directory.work, directory.model] { try synchronize(tree) }
        try synchronizeFile(directory.metrics)
        try DurableFile.write([], to: path(of: mark), permissions: 0o600)
    }

    /// Returns the first step of which nobody knows whether its outputs reached the disk; nil: all did.
    func unsecuredStep(of run: Run) -> StepName? {
        run.steps.first { step in
            switch step.state {
            case .succeeded: !isSecured(.attempt(AttemptID(run: run.id, step: step.name, number: step.attempts)))
            case .reused: !isSecured(.takeover)
            default: false
            }
        }?.name
    }

    enum Mark: Hashable, Sendable {
        case attempt(AttemptID)
        case takeover
    }

    private func path(of mark: Mark) -> String {
        switch mark {
        case .attempt(let attempt): directory.attempt(attempt) + "/secured"
        case .takeover: directory.path + "/secured"
        }
    }

    private func isSecured(_ mark: Mark) -> Bool { access(path(of: mark), F_OK) == 0 }

    private func synchronize(_ path: String) throws(LinuxError) {
        let tree: SafeDirectory
        do {
            tree = try SafeDirectory(path)
        } catch {
            // A step may remove or replace the directory; what then becomes of it is for the collector to judge.
            return
        }
        var failure: LinuxError?
        try tree.scan(recursive: true, failed: { failure = failure ?? $0 }) { entry in
            do throws(LinuxError) {
                if let failure { throw failure }
                if entry.status.kind == .regular { try synchronize(tree.openFile(entry.path)) }
                if entry.status.kind == .directory { try synchronizeDirectory(path + "/" + entry.path.description) }
                return .proceed
            } catch {
                // The next step may be at work already, and remove what it needs no more.
                guard error.code != ENOENT else { return .proceed }
                failure = failure ?? error
                return .stop
            }
        }
        if let failure { throw failure }
        try synchronizeDirectory(path)
    }

    private func synchronize(_ file: OpenFile) throws(LinuxError) {
        guard fsync(file.descriptor.number) == 0 else {
            throw LinuxError("synchronize", file.path.bytes, .system(errno))
        }
    }

    private func synchronizeFile(_ path: String) throws(LinuxError) {
        try synchronize(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    }

    private func synchronizeDirectory(_ path: String) throws(LinuxError) {
        try synchronize(path, O_RDONLY | O_NOFOLLOW | O_DIRECTORY)
    }

    private func synchronize(_ path: String, _ flags: Int32) throws(LinuxError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        // What is not there needs no disk, and a link or device is not ours to write.
        guard descriptor >= 0 else { return }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw LinuxError("synchronize", path, .system(errno))
        }
    }
}
