import Glibc
import MLOpsCore
import MLOpsLinux

/// The registered models: `models/<pipeline>/<digest>/` holds a tree, read-only and never changed, and
/// `models/<pipeline>/<number>` is a link to it, so that a path names the version as people do.
///
/// Storing is repeatable at every point: a tree appears whole or not at all, a link is made after its tree.
struct ModelStore: Hashable, Sendable {
    private let root: String

    /// - Parameter state: the daemon's state directory, without symbolic links.
    init(state: String) {
        root = state + "/models"
    }

    /// Returns the path by which a version is deployed and handed to steps.
    func directory(of version: ModelVersionID) -> String {
        "\(root)/\(version.pipeline)/\(version.number)"
    }

    /// Copies a run's model into the store under its digest and names it.
    ///
    /// - Parameter model: the directory that the run's steps wrote.
    /// - Throws: `unusableOutput` when the model is not what was collected, `damagedVersion` when the files under its
    ///   digest are damaged, `takenNumber` when something else stands under its number; then nothing was changed.
    func store(
        _ version: ModelVersionID, digest: String, from model: String, limits: TreeLimits
    ) throws(RunError) {
        try checkNumber(of: version, digest)
        do throws(LinuxError) {
            try makeDirectories(version.pipeline)
            if try isStored(digest, version.pipeline) {
                _ = try trees(of: version.pipeline).verify(digest, limits: limits)
            } else {
                let stored = try trees(of: version.pipeline).install(SafeDirectory(model), limits: limits)
                guard stored.digest == digest else {
                    throw LinuxError("store", model, .digestMismatch(expected: digest, actual: stored.digest))
                }
            }
        } catch {
            guard case .digestMismatch = error.cause else { throw RunError(error) }
            throw RunError(.damagedVersion, "\(error); model \(version) is not registered")
        }
        try name(version, digest)
    }

    /// Returns the next number under which nothing stands.
    func freeNumber(after version: ModelVersionID) throws(RunError) -> Int64 {
        let taken = Set(try names(of: version.pipeline))
        var number = version.number + 1
        while taken.contains(String(number)) { number += 1 }
        return number
    }

    /// Reads a version's files again and compares them with its digest.
    ///
    /// - Throws: `damagedVersion` when it is missing, another model or damaged.
    func verify(_ version: ModelVersionID, digest: String, limits: TreeLimits) throws(RunError) {
        do throws(LinuxError) {
            guard try SwitchableLink(directory(of: version)).target() == digest else {
                throw LinuxError("use", directory(of: version), .malformed("it is not the model \(digest)"))
            }
            _ = try trees(of: version.pipeline).verify(digest, limits: limits)
        } catch {
            throw RunError(.damagedVersion, "\(error); restore model \(version) or choose another version")
        }
    }

    /// Returns the pipelines of which there are models, or were, in order.
    func pipelines() throws(RunError) -> [PipelineName] {
        try Self.names(in: root).filter { !$0.hasPrefix(".") }.map { PipelineName($0) }
    }

    /// Returns the names that stand in the store for a pipeline, in order: of versions, of digests, and what a crash or
    /// a lost record left.
    func names(of pipeline: PipelineName) throws(RunError) -> [String] { try Self.names(in: "\(root)/\(pipeline)") }

    private static func names(in directory: String) throws(RunError) -> [String] {
        do throws(LinuxError) {
            var names: [String] = []
            try SafeDirectory(directory).scan(recursive: false, failed: { _ in }) { entry in
                names.append(entry.path.text ?? entry.path.description)
                return .proceed
            }
            return names.sorted()
        } catch {
            guard error.code != ENOENT else { return [] }
            throw RunError(error)
        }
    }

    /// Removes what a daemon left that was killed while it stored a model; only while nothing is stored.
    func removeUnfinished() throws(RunError) {
        for pipeline in try pipelines() {
            do throws(LinuxError) { try trees(of: pipeline).removeUnfinished() } catch { throw RunError(error) }
        }
    }

    private func trees(of pipeline: PipelineName) -> TreeStore { TreeStore("\(root)/\(pipeline)") }

    private func isStored(_ digest: String, _ pipeline: PipelineName) throws(LinuxError) -> Bool {
        if FileStatus(at: trees(of: pipeline).path(of: digest)) != nil { return true }
        guard errno == ENOENT else { throw LinuxError("inspect", digest, .system(errno)) }
        return false
    }

    /// A version is named once: its number never comes to mean another model.
    private func checkNumber(of version: ModelVersionID, _ digest: String) throws(RunError) {
        let link = SwitchableLink(directory(of: version))
        do throws(LinuxError) {
            guard let other = try link.target(), other != digest else { return }
            throw LinuxError("register", link.path, .digestMismatch(expected: digest, actual: other))
        } catch {
            if error.code == ENOENT { return }  // There is no model of the pipeline yet.
            let isTaken = error.code == nil
            throw RunError(isTaken ? .takenNumber : .system, "\(error); model \(version) is not registered")
        }
    }

    private func name(_ version: ModelVersionID, _ digest: String) throws(RunError) {
        let link = SwitchableLink(directory(of: version))
        do throws(LinuxError) {
            // Also when it is there already: the daemon may have died before the link was durable.
            try link.point(at: digest)
        } catch {
            throw RunError(.damagedVersion, "\(error); model \(version) is not registered")
        }
    }

    /// Open to all: what serves the model runs as another user.
    ///
    /// The state directory above decides who gets here.
    private func makeDirectories(_ pipeline: PipelineName) throws(LinuxError) {
        for path in [root, "\(root)/\(pipeline)"] {
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw LinuxError("make directory", path, .system(errno))
            }
            // The mask may have taken rights away, and an earlier version gave the first one none.
            guard chmod(path, 0o755) == 0 else { throw LinuxError("open", path, .system(errno)) }
        }
    }
}
