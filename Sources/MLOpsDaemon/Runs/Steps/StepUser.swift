import Glibc
import MLOpsCore
import MLOpsLinux

/// The user of a pipeline's steps, where that is not the daemon's own.
struct StepUser: Hashable, Sendable {
    let name: String
    private let number: UInt32

    /// nil: steps are the daemon's own user.
    ///
    init?(of pipeline: PipelineDefinition, _ base: BaseEnvironment) throws(RunError) {
        let name = pipeline.user ?? base.stepUser
        guard name != base.user else { return nil }
        guard let number = SystemUser.number(of: name) else {
            throw RunError(
                .unusableDefinition,
                "cannot start the step as user \"\(UntrustedText.escape(name))\": this machine has no such user; add it"
            )
        }
        self.name = name
        self.number = number
    }

    /// Lets the user at what the contract gives to steps, and at nothing else of the run or of the daemon.
    ///
    /// - Parameters:
    ///   - directory: of the run, with all that a step is given.
    ///   - state: the daemon's state directory, which it lies in.
    ///   - datasets: of the pipeline.
    func admit(
        to directory: RunDirectory, below state: String, datasets: [DatasetName]
    ) throws(RunError) {
        let grant = AccessGrant(user: number)
        do throws(LinuxError) {
            try makeResults(directory)
            let lists = datasets.flatMap { [directory.list(of: $0), directory.newList(of: $0)] }
            for path in Self.ancestors(of: [directory.manifest] + lists, below: state) {
                try grant.allow(.enter, at: path)
            }
            for path in [directory.manifest] + lists { try grant.allow(.read, at: path) }
            for path in [directory.work, directory.model, directory.results, directory.temporary] {
                try grant.share(path)
            }
        } catch {
            throw RunError(
                .system,
                """
                cannot let user "\(name)" at the files of the run: \(error); the file system of "\(state)" must keep \
                access control lists, or the pipeline must say user: mlopsd
                """)
        }
    }

    /// Takes back what `admit` gave of a run, from every user: nobody is at work for it any more.
    static func dismissAll(from directory: RunDirectory) {
        // What is gone gives nobody anything.
        try? AccessGrant.withdrawAll(at: directory.path)
    }

    /// Lets the user read a copy of the code that its steps run.
    func admit(toCode directory: String) throws(RunError) {
        do throws(LinuxError) { try AccessGrant(user: number).share(directory) } catch { throw RunError(error) }
    }

    /// Metrics that the run took over from an earlier one go there.
    private func makeResults(_ directory: RunDirectory) throws(LinuxError) {
        guard access(directory.results, F_OK) != 0 else { return }
        let earlier = directory.metrics
        try RunDirectory.make(directory.results)
        guard rename(earlier, directory.metrics) == 0 || errno == ENOENT else {
            throw LinuxError("move", earlier, .system(errno))
        }
    }

    private static func ancestors(of paths: [String], below state: String) -> [String] {
        var ancestors: Set = [state]
        for var path in paths {
            while let slash = path.lastIndex(of: "/"), path.hasPrefix(state + "/") {
                path = String(path[..<slash])
                ancestors.insert(path)
            }
        }
        return ancestors.sorted()
    }
}
