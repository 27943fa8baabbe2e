import MLOpsConfig
import MLOpsLinux
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `A reproducer of a daemon` {
    @Test(arguments: [nil, "/run/mlopsd/step.sock"])
    func `lets the user of steps at their files, as a run does`(stepSocket: String?) throws {
        let scratch = try Scratch()
        let paths = DaemonPaths(
            configuration: scratch.path, state: scratch.path, socket: scratch.path + "/socket", isUserInstance: false)
        var programs = DaemonPrograms(shim: "/no/shim", profiler: "/no/profiler")
        programs.stepSocket = stepSocket
        programs.stepUser = "mlopsd-job"
        let store = try SQLiteMetadataStore(path: paths.database)
        defer { try? store.close() }  // What does not close is a file of this test alone.
        let source = ConfigurationSource(
            directory: scratch.path, statePath: scratch.path, units: InstalledUnits(stepSocket: stepSocket))
        let base = Reproducer.make(paths, programs, store, source, nil).base
        #expect(base == .of(programs))
        #expect((base.stepUser == "mlopsd-job") == (stepSocket != nil))
    }
}
